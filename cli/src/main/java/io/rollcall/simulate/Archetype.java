package io.rollcall.simulate;

/** The kinds of people, and what one of them does in one visit, on average. */
enum Archetype {
    /** There every day, posts, is liked. */
    SUPERFAN(4, new Habits(2.0, 0.97, 1.3, 1.4, 0.4, 2.6, 0.02)),
    /** There most days of a good month; takes a break of two weeks and a half now and then. */
    REGULAR(16, new Habits(1.3, 0.85, 0.5, 0.7, 0.2, 1.6, 0.02)),
    /** A few days a month: now a member, now a visitor again. */
    CASUAL(24, new Habits(1.0, 0.3, 0.35, 0.3, 0.1, 0.7, 0.02)),
    /** Reads, likes a little, never says a word. */
    LURKER(11, new Habits(1.1, 0.15, 0, 0, 0, 0.35, 0.01)),
    /** Comes for the shop. */
    BUYER(10, new Habits(1.1, 0.3, 0.1, 0.15, 0.1, 0.3, 0.45)),
    /** Looks in once or twice after joining and is never seen again. */
    DRIVE_BY(13, new Habits(1.0, 0.05, 0, 0, 0, 0.1, 0)),
    /** Says the first word only in the second or third week. */
    LATE_SPEAKER(6, new Habits(1.2, 0.4, 0.5, 0.5, 0.2, 0.9, 0.02)),
    /** As keen as any for some weeks, then fades out; some come back. */
    DRIFTER(11, new Habits(1.4, 0.85, 0.8, 0.7, 0.2, 1.6, 0.03)),
    /** Says goodbye one day; a few join again. */
    LEAVER(5, new Habits(1.1, 0.4, 0.4, 0.4, 0.1, 0.8, 0.01));

    /** How many of a hundred are of this kind. */
    final int percent;

    final Habits habits;

    Archetype(int percent, Habits habits) {
        this.percent = percent;
        this.habits = habits;
    }

    /**
     * Averages: visits on a day on which they come at all, then acts in one visit.
     *
     * @param visits visits a day
     * @param checkIn the chance of checking in, once a day
     * @param posts posts a visit
     * @param comments comments a visit
     * @param messages messages to a friend a visit
     * @param likes likes a visit
     * @param purchases the chance of buying something in a visit
     */
    record Habits(
            double visits,
            double checkIn,
            double posts,
            double comments,
            double messages,
            double likes,
            double purchases) {}

    static Archetype of(Dice dice) {
        int lot = dice.below(100);
        for (Archetype archetype : values()) {
            lot -= archetype.percent;
            if (lot < 0) {
                return archetype;
            }
        }
        return CASUAL;
    }

    boolean speaksAtAll() {
        return habits.posts > 0 || habits.comments > 0 || habits.messages > 0;
    }
}
