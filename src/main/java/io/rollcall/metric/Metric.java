package io.rollcall.metric;

import io.rollcall.condition.Test;
import io.rollcall.event.Event;
import io.rollcall.event.EventSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a metric counts (SEMANTICS section 4).
 *
 * @param name its name
 * @param form its form
 * @param set the events that it looks at
 * @param whereText a further condition on them, or null
 * @param where the same, compiled
 * @param asRecipient whether it looks at the events in which the member is the recipient
 * @param over the window in local dates; 0 for a lifetime
 * @param of the field of {@code distinct} and {@code reach}: {@code member}, {@code recipient} or an attribute
 * @param at how many events make a value reached
 * @param cap how many values are remembered
 */
public record Metric(
        String name,
        Form form,
        EventSet set,
        @Nullable String whereText,
        @Nullable Test<Event> where,
        boolean asRecipient,
        int over,
        @Nullable String of,
        int at,
        int cap) {

    /** The forms of metrics. */
    public enum Form {
        COUNT,
        SUM,
        DAYS,
        STREAK,
        SINCE,
        DISTINCT,
        REACH
    }

    /** What makes two metrics the same whatever their names: their facts can be kept when a program changes. */
    public String definition() {
        return form + "|" + new TreeSet<>(set.types()) + "|" + whereText + "|" + asRecipient + "|" + over + "|" + of
                + "|" + at + "|" + cap;
    }

    /** Whether the event feeds this metric, its type and the member's part in it aside. */
    public boolean accepts(Event event) {
        return where == null || where.holds(event);
    }

    /** Whether the value can only rise, so that multiples of it are passed once. */
    public boolean countsForEver() {
        return over == 0 && form != Form.SINCE && form != Form.DISTINCT;
    }

    /** Whether its facts are by local date, so that they mean nothing in another time zone. */
    public boolean keepsDates() {
        return over > 0 || form == Form.DAYS || form == Form.STREAK || form == Form.SINCE;
    }

    /** Facts of a member about whom nothing is known. */
    public MetricState newState() {
        return switch (form) {
            case COUNT -> over == 0 ? new Counter() : new DailyAmounts(over, true);
            case SUM -> over == 0 ? new Total() : new DailyAmounts(over, false);
            case DAYS -> over == 0 ? new DayCounter() : new DayWindow(over);
            case STREAK -> new Streak();
            case SINCE -> new LastDay();
            case DISTINCT -> over == 0 ? new Values(cap) : new DatedValues(over, cap);
            case REACH -> new Reach(at, cap);
        };
    }

    /** The value of the field that {@code distinct} and {@code reach} look at; null if absent. */
    @Nullable
    String field(Event event) {
        if (of == null) {
            return null;
        }
        return switch (of) {
            case "member" -> event.member();
            case "recipient" -> event.recipient();
            default -> {
                String value = event.attributes().get(of);
                yield value == null || value.isEmpty() ? null : value;
            }
        };
    }

    /**
     * Counts a matching event, which happened on local date {@code day}, while the member's date is {@code today}.
     * Whether the value can be another now.
     */
    public boolean feed(MetricState state, int day, int today, Event event) {
        if (form == Form.DISTINCT || form == Form.REACH) {
            String value = field(event);
            return value != null && state.add(day, today, value);
        }
        return form == Form.SUM ? state.add(day, today, event.value()) : state.add(day, today);
    }
}
