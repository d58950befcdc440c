package io.rollcall.cli;

import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.wire.DeadLetter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which letters a filter leaves, by their coordinates: of millions of them the payloads would not fit into memory. */
final class LetterSelection {
    /** Those refused last come last. */
    private static final Comparator<Found> BY_TIME = Comparator.comparingLong(Found::refusedAt)
            .thenComparingInt(Found::partition)
            .thenComparingLong(Found::offset);

    private final List<Found> all = new ArrayList<>();
    private final SentOnceMore sent = new SentOnceMore();
    private final PayloadText payloads = new PayloadText();
    private final LetterFilter filter;
    private Set<String> withoutProgram = Set.of();

    private LetterSelection(LetterFilter filter) {
        this.filter = filter;
    }

    /** A record of a topic. */
    record Origin(String topic, int partition, long offset) {
        /** For people, as {@code rollcall.events 0/17}. */
        String text() {
            return topic + " " + partition + "/" + offset;
        }

        /** The origin that a letter names; null if it names none. */
        static @Nullable Origin of(DeadLetter letter) {
            String topic = letter.getTopic();
            Integer partition = letter.getPartition();
            Long offset = letter.getOffset();
            return topic == null || partition == null || offset == null
                    ? null
                    : new Origin(topic.intern(), partition, offset);
        }
    }

    /**
     * A letter.
     *
     * @param partition of the topic of dead letters
     * @param offset in that partition
     * @param origin the record that was refused; null if it was none
     * @param member for whom the engine failed on it; null if it was refused before it went to anybody
     * @param code why
     * @param refusedAt when, in milliseconds since the epoch
     * @param hasPayload whether there was anything in it
     * @param community which had no program; null if that was not the reason, or of the event the letter holds only the beginning
     */
    record Found(
            int partition,
            long offset,
            @Nullable Origin origin,
            @Nullable String member,
            String code,
            long refusedAt,
            boolean hasPayload,
            @Nullable String community) {
        String name() {
            return partition + "/" + offset;
        }
    }

    /** Reads the topic once. */
    static LetterSelection of(LetterTopic topic, LetterFilter filter) {
        var selection = new LetterSelection(filter);
        topic.read(selection::learn);
        return selection;
    }

    private void learn(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        Origin origin = Origin.of(letter);
        if (stored.isNote()) {
            sent.add(letter);
        } else if (filter.takes(stored)) {
            all.add(new Found(
                    stored.partition(),
                    stored.offset(),
                    origin,
                    stored.member(),
                    letter.getCode().intern(),
                    letter.getReceivedAt().toEpochMilli(),
                    letter.getPayload() != null,
                    communityWithoutProgram(letter)));
        }
    }

    private @Nullable String communityWithoutProgram(DeadLetter letter) {
        ByteBuffer payload = letter.getPayload();
        if (payload == null
                || !letter.getCode().equals(DeadLetterCode.UNKNOWN_COMMUNITY.text())
                || DeadLetters.isCut(letter)) {
            return null;
        }
        String community = payloads.community(payload);
        return community == null ? null : community.intern();
    }

    /** Hands on the letters that were refused last, at most {@code most} of them; or all for 0, as they lie. */
    void each(LetterTopic topic, boolean replayed, int most, LetterTopic.Reader reader) {
        if (all.isEmpty()) {
            return;
        }
        List<Found> shown = of(replayed).stream().sorted(BY_TIME).toList();
        shown = most == 0 ? shown : shown.subList(Math.max(0, shown.size() - most), shown.size());
        Set<String> names = new HashSet<>();
        shown.forEach(found -> names.add(found.name()));
        Map<String, StoredLetter> held = new HashMap<>();
        topic.read(letter -> {
            if (names.contains(letter.name())) {
                if (most == 0) {
                    reader.read(letter);
                } else {
                    held.put(letter.name(), letter);
                }
            }
        });
        for (Found found : shown) {
            StoredLetter letter = held.get(found.name());
            if (letter != null) {
                reader.read(letter);
            }
        }
    }

    private List<Found> of(boolean replayed) {
        return replayed ? all : all.stream().filter(found -> !isSent(found)).toList();
    }

    boolean isSent(Found found) {
        return sent.has(found.origin(), found.member());
    }

    boolean isSent(StoredLetter letter) {
        return sent.has(Origin.of(letter.letter()), letter.member());
    }

    /** Those that were not sent once more. */
    List<Found> open() {
        return of(false);
    }

    int found(boolean replayed) {
        return of(replayed).size();
    }

    /** How many were sent once more already. */
    int sent() {
        return all.size() - of(false).size();
    }

    Map<String, Integer> byCode(boolean replayed) {
        Map<String, Integer> byCode = new TreeMap<>();
        of(replayed).forEach(found -> byCode.merge(found.code(), 1, Integer::sum));
        return byCode;
    }

    /** The communities that had no program, of those that nobody has named and that were not sent once more. */
    Set<String> communitiesWithoutProgram() {
        Set<String> communities = new TreeSet<>();
        for (Found found : open()) {
            if (found.community() != null && !filter.isNamed(found)) {
                communities.add(found.community());
            }
        }
        return communities;
    }

    /** Learns which communities have no program still: their events would be refused again. */
    void leaveOut(Set<String> communities) {
        withoutProgram = communities;
    }

    /** Whether a letter is not sent because its community has no program still. */
    boolean lacksProgram(Found found) {
        return found.community() != null && withoutProgram.contains(found.community()) && !filter.isNamed(found);
    }

    /** The names that somebody gave and no letter has. */
    List<String> missing() {
        Set<String> names = new HashSet<>();
        all.forEach(found -> names.add(found.name()));
        return filter.names().stream().filter(name -> !names.contains(name)).toList();
    }

    /**
     * Why a letter is not sent once more; null if it is.
     *
     * @param events the topic of events
     */
    @Nullable
    String obstacle(Found found, String events) {
        Origin origin = found.origin();
        if (found.code().equals(DeadLetterCode.INVALID_PROGRAM.text())) {
            return "a program; publish a right one in its place";
        }
        if (found.code().equals(DeadLetterCode.REJECTED_DOCUMENT.text())) {
            return "a document, which comes from a topic of outcomes or members; it is still there";
        }
        if (origin == null || !origin.topic().equals(events)) {
            return "it is no record of the topic of events";
        }
        if (!found.hasPayload()) {
            return "a record without a value; it is no event";
        }
        if (found.code().equals(DeadLetterCode.EVALUATION_FAILED.text()) && !filter.asksFor(found)) {
            return "the engine failed on it for one member, and would again unless the program was changed or the job is"
                    + " a newer one; sent, to that member alone, if you give --code " + found.code() + " or its name";
        }
        if (lacksProgram(found)) {
            return "community '" + found.community() + "' still has no program; publish one first (sent all the same if"
                    + " you give its name)";
        }
        boolean isUnreadable = found.code().equals(DeadLetterCode.UNDECODABLE.text())
                || found.code().equals(DeadLetterCode.INVALID_EVENT.text());
        if (isUnreadable && !filter.asksFor(found)) {
            return "no job could read it, and only a newer one might; sent if you give --code " + found.code()
                    + " or its name";
        }
        return null;
    }
}
