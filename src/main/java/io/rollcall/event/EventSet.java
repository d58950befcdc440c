package io.rollcall.event;

import java.util.Set;

/**
 * A set of event types.
 *
 * @param name as the program names it
 * @param types the types in it
 */
public record EventSet(String name, Set<String> types) {

    /** Whether an event of this type is in the set. */
    public boolean contains(String type) {
        return types.contains(type);
    }
}
