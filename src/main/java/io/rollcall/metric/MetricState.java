package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The facts that a metric keeps of one member. Dates are epoch days in the program's time zone. */
public abstract sealed class MetricState
        permits Counter, Total, DailyAmounts, DayCounter, DayWindow, Streak, LastDay, Values, DatedValues, Reach {

    /** No date: nothing happened yet, or nothing will change. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** Counts an event; for the forms that need no more than its date. */
    void add(int day, int today) {
        throw new IllegalStateException(getClass().getSimpleName() + " needs more than a date");
    }

    /** Adds an amount. */
    void add(int day, int today, double amount) {
        throw new IllegalStateException(getClass().getSimpleName() + " adds no amounts");
    }

    /** Notes a value by its hash. */
    void add(int day, int today, long hash) {
        throw new IllegalStateException(getClass().getSimpleName() + " notes no values");
    }

    /**
     * The value on a date.
     *
     * @param today the date
     * @param joined the date of joining, or {@link #NEVER}
     */
    public abstract double value(int today, int joined);

    /** The first date after {@code today} on which the value is another without any event, or {@link #NEVER}. */
    public int nextChange(int today) {
        return NEVER;
    }

    /** Whether nothing is known, as of a new member. */
    public abstract boolean isEmpty();

    /** Writes the facts. */
    public abstract void write(DataOutput out) throws IOException;

    /** Reads what {@link #write} wrote into this new state. */
    public abstract void read(DataInput in) throws IOException;
}
