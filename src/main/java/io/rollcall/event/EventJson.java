package io.rollcall.event;

/** Stub of the API; the body follows. The JSON form of an event. */
public final class EventJson {
    private EventJson() {}

    /**
     * Reads one event from UTF-8 JSON.
     *
     * @throws EventException if it is no valid event
     */
    public static Event read(byte[] json) throws EventException {
        throw new EventException("stub: " + json.length);
    }
}
