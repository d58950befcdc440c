package io.rollcall.simulate;

/** One of them: who they are (fixed at birth), and the little that the simulation must remember of them. */
final class Person {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int BREAK_EVERY = 90;
    private static final int BREAK_DAYS = 17;

    final int number;
    final Archetype archetype;
    final int circle;
    final int joinDay;
    /** How gladly others look at what they write: few are very popular. */
    final float popularity;
    /** The day, counted from joining, on which their life changes: first word, fading out, leaving. */
    final int turn;
    /** The day, counted from joining, on which they come back; never, for most. */
    final int comeback;
    /** Buys rare editions rather than paperbacks. */
    final boolean collector;

    /** The day of the last check-in. */
    int checkedIn = -1;
    /** The instant up to which they have read what is new. */
    long readUntil = Long.MIN_VALUE;
    /** What they believe their balance to be. */
    float points;

    boolean left;

    Person(int number, int circle, int joinDay, Dice dice) {
        this.number = number;
        this.circle = circle;
        this.joinDay = joinDay;
        this.archetype = Archetype.of(dice);
        this.popularity = (float) dice.popularity();
        double lot = dice.fraction();
        boolean returns = dice.chance(archetype == Archetype.LEAVER ? 0.2 : 0.45);
        this.turn = switch (archetype) {
            case LATE_SPEAKER -> 8 + (int) (lot * 10);
            case DRIFTER -> 15 + (int) (lot * 12);
            case LEAVER -> 4 + (int) (lot * 45);
            default -> NEVER;
        };
        int away = 18 + dice.below(50);
        boolean mayReturn = archetype == Archetype.DRIFTER || archetype == Archetype.LEAVER;
        this.comeback = returns && mayReturn ? turn + away : NEVER;
        this.collector = archetype == Archetype.BUYER && dice.chance(0.5);
    }

    /** The chance that they come at all on the day {@code age} days after they joined, on an average weekday. */
    double presence(int age) {
        return switch (archetype) {
            case SUPERFAN -> 0.95;
            case REGULAR -> onBreak(age) ? 0.02 : 0.68;
            case CASUAL -> 0.12;
            case LURKER -> age < 30 ? 0.4 : 0.2;
            case BUYER -> 0.3;
            case DRIVE_BY -> age <= 3 ? 0.3 : 0;
            case LATE_SPEAKER -> 0.4;
            case DRIFTER -> drifting(age);
            case LEAVER -> age < turn ? 0.5 : age == turn ? 1 : age < comeback ? 0 : age == comeback ? 1 : 0.2;
        };
    }

    private boolean onBreak(int age) {
        return (age + number % BREAK_EVERY) % BREAK_EVERY >= BREAK_EVERY - BREAK_DAYS;
    }

    private double drifting(int age) {
        if (age < turn) {
            return 0.9;
        }
        if (age >= comeback) {
            return 0.6;
        }
        int fading = age - turn;
        if (fading < 4) {
            return 0.5 - fading * 0.12;
        }
        boolean looksInNowAndThen = number % 2 == 0;
        return looksInNowAndThen ? 0.14 : 0.004;
    }

    boolean speaks(int age) {
        return archetype.speaksAtAll() && (archetype != Archetype.LATE_SPEAKER || age >= turn);
    }

    boolean leaves(int age) {
        return archetype == Archetype.LEAVER && age == turn;
    }

    /** Whether they will never be seen again, so that nobody need think of them. */
    boolean gone(int age) {
        return switch (archetype) {
            case DRIVE_BY -> age > 3;
            case LEAVER -> left && comeback == NEVER;
            default -> false;
        };
    }
}
