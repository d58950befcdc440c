package io.rollcall.simulate;

import io.rollcall.simulate.Archetype.Habits;
import java.util.ArrayList;
import java.util.List;

/** Somebody is here: what they will do, one act after the other, and when the next one is due. */
final class Visit {
    private static final int SHORTEST_PAUSE_MILLIS = 4_000;
    private static final int USUAL_PAUSE_MILLIS = 75_000;
    /** Below this many points nobody looks at the rewards. */
    private static final float WORTH_REDEEMING = 150;

    final Person person;
    final Dice dice;
    /** Posts up to this instant they know already. */
    final long knows;

    private final List<Act> acts;
    private int done;
    private long due;

    private Visit(Person person, List<Act> acts, long due, Dice dice) {
        this.person = person;
        this.acts = acts;
        this.due = due;
        this.dice = dice;
        this.knows = person.readUntil;
    }

    /** What one can do. */
    enum Act {
        JOIN,
        VISIT,
        CHECK_IN,
        POST,
        COMMENT,
        MESSAGE,
        LIKE,
        PURCHASE,
        REDEEM,
        LEAVE
    }

    /** A visit that begins now. */
    static Visit begin(Person person, int day, long now, boolean joins, Dice dice) {
        int age = day - person.joinDay;
        Habits habits = person.archetype.habits;
        List<Act> acts = new ArrayList<>();
        boolean speaks = person.speaks(age);
        if (speaks) {
            add(acts, Act.POST, dice.count(habits.posts()));
            add(acts, Act.COMMENT, dice.count(habits.comments()));
            add(acts, Act.MESSAGE, dice.count(habits.messages()));
            boolean introducesThemselves = joins && dice.chance(0.6);
            boolean firstWordAtLast = person.archetype == Archetype.LATE_SPEAKER && age == person.turn;
            if ((introducesThemselves || firstWordAtLast) && !acts.contains(Act.POST)) {
                acts.add(Act.POST);
            }
        }
        add(acts, Act.LIKE, dice.count(habits.likes()));
        add(acts, Act.PURCHASE, dice.chance(habits.purchases()) ? 1 : 0);
        add(acts, Act.REDEEM, person.points >= WORTH_REDEEMING && dice.chance(0.12) ? 1 : 0);
        shuffle(acts, dice);
        if (person.checkedIn != day && dice.chance(habits.checkIn())) {
            person.checkedIn = day;
            acts.add(0, Act.CHECK_IN);
        }
        acts.add(0, Act.VISIT);
        if (joins) {
            acts.add(0, Act.JOIN);
        }
        if (person.leaves(age)) {
            acts.add(Act.LEAVE);
        }
        Visit visit = new Visit(person, acts, now, dice);
        person.readUntil = now;
        return visit;
    }

    private static void add(List<Act> acts, Act act, int times) {
        for (int i = 0; i < times; i++) {
            acts.add(act);
        }
    }

    private static void shuffle(List<Act> acts, Dice dice) {
        for (int i = acts.size() - 1; i > 0; i--) {
            int other = dice.below(i + 1);
            Act act = acts.get(i);
            acts.set(i, acts.get(other));
            acts.set(other, act);
        }
    }

    long due() {
        return due;
    }

    boolean over() {
        return done == acts.size();
    }

    /** The act that is due now; the next one follows after a pause. */
    Act take() {
        Act act = acts.get(done++);
        due += SHORTEST_PAUSE_MILLIS + (long) (USUAL_PAUSE_MILLIS * -StrictMath.log(1 - dice.fraction()));
        return act;
    }
}
