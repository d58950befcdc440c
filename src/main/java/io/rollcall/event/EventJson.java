package io.rollcall.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** The JSON form of an event (SEMANTICS sections 1 and 7). */
public final class EventJson {
    /** Java reads nanoseconds; what is finer is cut, like all that is finer than a millisecond. */
    private static final Pattern FINER_THAN_NANOS = Pattern.compile("(\\.\\d{9})\\d+");

    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private EventJson() {}

    /**
     * Reads one event from UTF-8 JSON. Who reads many had better keep an {@link EventReader}.
     *
     * @throws EventException if it is no valid event
     */
    public static Event read(byte[] json) throws EventException {
        return new EventReader().read(json);
    }

    /**
     * Reads an instant of ISO-8601 with an offset.
     *
     * @return milliseconds since the epoch; what is finer is cut
     * @throws EventException if it is none
     */
    public static long instant(String text) throws EventException {
        long plain = PlainInstant.read(text);
        if (plain != PlainInstant.NONE) {
            return checked(plain, text);
        }
        try {
            String nanos = FINER_THAN_NANOS.matcher(text).replaceFirst("$1");
            return checked(OffsetDateTime.parse(nanos).toInstant().toEpochMilli(), text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new EventException(
                    "at: no instant: '" + text + "'; expected ISO-8601 with an offset, like 2024-05-01T12:00:00Z");
        }
    }

    /**
     * An instant of an event, if it can be one.
     *
     * @throws EventException if it is not of the years 1 to 9999
     */
    public static long instant(long millis) throws EventException {
        // the words only when they are needed: a job asks for each event
        return isPossible(millis) ? millis : checked(millis, millis + " milliseconds since the epoch");
    }

    private static boolean isPossible(long millis) {
        return millis >= EARLIEST && millis <= LATEST;
    }

    static long checked(long millis, String text) throws EventException {
        if (!isPossible(millis)) {
            throw new EventException("at: no instant: " + text + "; expected one of the years 1 to 9999");
        }
        return millis;
    }
}
