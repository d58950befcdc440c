package io.rollcall.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a community (SEMANTICS section 1).
 *
 * @param id unique per event; a repeat within an hour is a duplicate
 * @param community which community
 * @param type free; {@code join} and {@code leave} are built in
 * @param member the actor; null for an anonymous act, which then has a recipient
 * @param recipient the member acted upon, if any
 * @param at when it happened, in milliseconds since the epoch
 * @param value an amount; 0 where the event has none
 * @param attributes anything else
 */
public record Event(
        String id,
        String community,
        String type,
        @Nullable String member,
        @Nullable String recipient,
        long at,
        double value,
        Map<String, String> attributes) {

    /** The event type that begins a membership. */
    public static final String JOIN = "join";

    /** The event type that ends a membership. */
    public static final String LEAVE = "leave";

    /** Whether the event reaches {@code someone} as its recipient only: who acts upon themselves is its actor only. */
    public boolean reachesRecipient() {
        return recipient != null && !recipient.equals(member);
    }
}
