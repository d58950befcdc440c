package io.rollcall.simulate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Friends: they read each other first and write to each other. */
final class Circle {
    private static final int SEATS = 40;
    private static final int BOARD = 16;

    final Board board = new Board(BOARD);
    private int[] people = new int[4];
    private int size;

    boolean hasRoom() {
        return size < SEATS;
    }

    void add(int person) {
        if (size == people.length) {
            people = Arrays.copyOf(people, size * 2);
        }
        people[size++] = person;
    }

    /** The number of another one in the circle: the earlier they came, the more often (Zipf). */
    @Nullable
    Integer other(int person, Dice dice) {
        int rank = (int) StrictMath.exp(dice.fraction() * StrictMath.log(size + 1)) - 1;
        int other = people[Math.min(Math.max(rank, 0), size - 1)];
        return other == person ? null : other;
    }
}
