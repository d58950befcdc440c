package io.rollcall.bench.community;

/** The instant at which an event is sent, in its id, so that an outcome that names its event tells how long it took. */
public final class SentAt {
    private static final char BEHIND = '-';

    private SentAt() {}

    /**
     * The id of an event.
     *
     * @param millis when it is sent, since the epoch
     * @param number of the event
     */
    public static String id(long millis, long number) {
        return Long.toString(millis, Character.MAX_RADIX) + BEHIND + Long.toString(number, Character.MAX_RADIX);
    }

    /** When the event of an id was sent, in milliseconds since the epoch. */
    public static long millis(String id) {
        return Long.parseLong(id.substring(0, id.indexOf(BEHIND)), Character.MAX_RADIX);
    }
}
