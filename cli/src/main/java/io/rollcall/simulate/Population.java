package io.rollcall.simulate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everybody who ever joined, and their circles of friends. */
final class Population {
    private static final int FOUNDING_DAYS = 14;
    private static final int FOUNDING_SHARES = FOUNDING_DAYS * (FOUNDING_DAYS + 1) / 2;
    private static final double NEWCOMERS_A_DAY = 1.0 / 80;
    private static final int FOUNDERS = -2;
    private static final int BIRTH = -3;

    private final Community community;
    private final List<Person> people = new ArrayList<>();
    private final List<Circle> circles = new ArrayList<>();

    Population(Community community) {
        this.community = community;
    }

    int size() {
        return people.size();
    }

    Person person(int number) {
        return people.get(number);
    }

    Circle circle(Person person) {
        return circles.get(person.circle);
    }

    /** How many join on a day: many in the first days, fewer each day; then a steady stream. */
    int joiners(int day, double weight) {
        long founders = community.members();
        if (day < FOUNDING_DAYS) {
            return (int) (founders * shares(day + 1) / FOUNDING_SHARES - founders * shares(day) / FOUNDING_SHARES);
        }
        Dice dice = new Dice(community.seed(), day, FOUNDERS);
        double expected = founders * NEWCOMERS_A_DAY * weight * (0.6 + 0.8 * dice.fraction());
        return (int) expected + (dice.chance(expected - (int) expected) ? 1 : 0);
    }

    private static long shares(int days) {
        return (long) days * FOUNDING_DAYS - (long) days * (days - 1) / 2;
    }

    /** Somebody new, in the circle of a friend or in another one with a free seat. */
    Person welcome(int day) {
        int number = people.size();
        Dice dice = new Dice(community.seed(), number, BIRTH);
        int circle = circles.isEmpty() ? 0 : circles.size() - 1 - dice.below(Math.min(circles.size(), 8));
        if (circles.isEmpty() || !circles.get(circle).hasRoom() || dice.chance(0.03)) {
            circle = circles.size();
            circles.add(new Circle());
        }
        circles.get(circle).add(number);
        Person person = new Person(number, circle, day, dice);
        people.add(person);
        return person;
    }

    /** Another one of the person's circle who is still here, if one comes to mind. */
    @Nullable
    Person friend(Person person, int day, Dice dice) {
        Integer number = circle(person).other(person.number, dice);
        if (number == null) {
            return null;
        }
        Person friend = people.get(number);
        return friend.gone(day - friend.joinDay) || friend.left || friend.joinDay > day ? null : friend;
    }
}
