package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;

/** The facts that a metric keeps of one member. Dates are epoch days in the program's time zone. */
public abstract sealed class MetricState
        permits Counter, Total, DailyAmounts, DayCounter, DayWindow, Streak, LastDay, Values, DatedValues, Reach {

    /** No date: nothing happened yet, or nothing will change. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** Counts an event; for the forms that need no more than its date. Whether the value can be another now. */
    boolean add(int day, int today) {
        throw new IllegalStateException(getClass().getSimpleName() + " needs more than a date");
    }

    /** Adds an amount. Whether the value can be another now. */
    boolean add(int day, int today, double amount) {
        throw new IllegalStateException(getClass().getSimpleName() + " adds no amounts");
    }

    /** Notes a value. Whether the metric's own value can be another now. */
    boolean add(int day, int today, String value) {
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

    /** Forgets everything, as of a new member; what room the facts had may stay. */
    public abstract void clear();

    /** Writes the facts. */
    public abstract void write(StateWriter out);

    /** Reads what {@link #write} wrote into this new or cleared state; the bytes must not change as long as it is in use. */
    public abstract void read(StateReader in) throws IOException;

    /** Tells all facts to a new or cleared state of a metric that is defined alike. */
    public void copyTo(MetricState other) {
        if (isEmpty()) {
            return;
        }
        var out = new StateWriter();
        write(out);
        try {
            other.read(new StateReader(out.toBytes(), 0));
        } catch (IOException e) {
            throw new IllegalStateException("the facts of a metric cannot be read back", e);
        }
    }

    /** Reads what the second format of states had of it into this new or cleared state. */
    public void readFormat2(StateReader in) throws IOException {
        read(in);
    }

    /** Reads what the first format of states had of it into this new state. */
    public abstract void readFormat1(DataInput in) throws IOException;
}
