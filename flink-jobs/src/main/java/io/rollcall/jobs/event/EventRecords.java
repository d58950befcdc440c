package io.rollcall.jobs.event;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.event.MissingFields;
import io.rollcall.wire.MemberEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one mapping between events and their Avro record; what is no event in JSON is none in Avro either. */
public final class EventRecords {
    private EventRecords() {}

    /**
     * The event of a record.
     *
     * @throws EventException if it is no valid event
     */
    public static Event event(MemberEvent record) throws EventException {
        MissingFields.check(
                record.getId(),
                record.getCommunity(),
                record.getType(),
                record.getMember(),
                record.getRecipient(),
                true);
        return new Event(
                record.getId(),
                record.getCommunity(),
                record.getType(),
                present(record.getMember()),
                present(record.getRecipient()),
                milliseconds(record.getAt()),
                number(record.getValue()),
                record.getAttributes());
    }

    /** The record of an event. */
    public static MemberEvent record(Event event) {
        return new MemberEvent(
                event.id(),
                event.community(),
                event.type(),
                event.member(),
                event.recipient(),
                Instant.ofEpochMilli(event.at()),
                event.value() == 0 ? null : event.value(),
                event.attributes());
    }

    private static @Nullable String present(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static long milliseconds(Instant at) throws EventException {
        try {
            return EventJson.instant(at.toEpochMilli());
        } catch (ArithmeticException e) {
            throw new EventException("at is out of range: " + at);
        }
    }

    private static double number(@Nullable Double value) throws EventException {
        if (value == null) {
            return 0;
        }
        if (!Double.isFinite(value)) {
            throw new EventException("value is " + value + "; expected a number");
        }
        return value;
    }
}
