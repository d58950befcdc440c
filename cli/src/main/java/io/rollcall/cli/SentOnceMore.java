package io.rollcall.cli;

import io.rollcall.wire.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was sent once more already, as the notes have it: records, whole or to one of their members.
 *
 * <p>What was sent whole was sent to each member. What was sent to a member the other one has, or has a letter of their
 * own for it, so it is not sent whole any more.
 */
final class SentOnceMore {
    private final Set<LetterSelection.Origin> whole = new HashSet<>();
    private final Map<LetterSelection.Origin, Set<String>> toMembers = new HashMap<>();

    /** Learns a note, whose key is the member to whom alone the event was sent; none if it was sent whole. */
    void add(DeadLetter note) {
        LetterSelection.Origin origin = LetterSelection.Origin.of(note);
        ByteBuffer member = note.getKey();
        if (origin != null && member == null) {
            whole.add(origin);
        } else if (origin != null) {
            toMembers
                    .computeIfAbsent(origin, each -> new HashSet<>())
                    .add(new String(PayloadText.bytes(member), StandardCharsets.UTF_8));
        }
    }

    /**
     * Whether a record was sent.
     *
     * @param origin the record; null if there is none
     * @param member to whom alone it is to be sent; null for the whole of it
     */
    boolean has(LetterSelection.@Nullable Origin origin, @Nullable String member) {
        if (origin == null) {
            return false;
        }
        Set<String> members = toMembers.getOrDefault(origin, Set.of());
        return whole.contains(origin) || (member == null ? !members.isEmpty() : members.contains(member));
    }
}
