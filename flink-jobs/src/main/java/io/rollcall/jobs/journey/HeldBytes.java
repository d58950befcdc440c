package io.rollcall.jobs.journey;

import io.rollcall.event.Event;
import io.rollcall.jobs.event.Reached;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an event that waits needs of the heap, roughly, and rather too much than too little. */
final class HeldBytes {
    /** The event, its origin and its place in the queue, without what is of any length; bytes. */
    private static final int OBJECTS = 200;

    /** A text besides its characters, which are of one byte each in most languages of ids; bytes. */
    private static final int TEXT = 56;

    /** An attribute's place in its map; bytes. */
    private static final int ENTRY = 48;

    private HeldBytes() {}

    /** Of an event; bytes. */
    static int of(Reached reached) {
        Event event = reached.event();
        int bytes = OBJECTS
                + text(event.id())
                + text(event.community())
                + text(event.type())
                + text(event.member())
                + text(event.recipient());
        for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
            bytes += ENTRY + text(attribute.getKey()) + text(attribute.getValue());
        }
        return bytes;
    }

    private static int text(@Nullable String text) {
        return text == null ? 0 : TEXT + text.length();
    }
}
