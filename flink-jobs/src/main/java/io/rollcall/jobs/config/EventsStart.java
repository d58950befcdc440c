package io.rollcall.jobs.config;

import java.util.Map;
import java.util.TreeMap;

/** Where a job without restored state begins to read events. */
public sealed interface EventsStart {

    /** The first record that there is. */
    record Earliest() implements EventsStart {}

    /** The end of each partition. */
    record Latest() implements EventsStart {}

    /** What the consumer group has committed; the first record where it has not. */
    record Committed() implements EventsStart {}

    /**
     * The first record written at or after an instant (of Kafka's own record time).
     *
     * @param milliseconds since the epoch
     */
    record Timestamp(long milliseconds) implements EventsStart {}

    /**
     * Given offsets; partitions that are not named begin at their first record.
     *
     * @param byPartition the offset to begin with, by partition number
     */
    record Offsets(Map<Integer, Long> byPartition) implements EventsStart {}

    /** Reads {@code earliest | latest | committed | timestamp:MS | offsets:P=O,P=O…}. */
    static EventsStart parse(String text) {
        return switch (text) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            case "committed" -> new Committed();
            default -> {
                if (text.startsWith("timestamp:")) {
                    yield new Timestamp(nonNegative(text.substring("timestamp:".length())));
                }
                if (text.startsWith("offsets:")) {
                    yield offsets(text.substring("offsets:".length()));
                }
                throw new IllegalArgumentException("it is none of them");
            }
        };
    }

    private static Offsets offsets(String text) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + pair + "' is no PARTITION=OFFSET");
            }
            int partition = Math.toIntExact(nonNegative(pair.substring(0, equals)));
            if (offsets.put(partition, nonNegative(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("partition " + partition + " is given twice");
            }
        }
        return new Offsets(Map.copyOf(offsets));
    }

    private static long nonNegative(String text) {
        long number = Long.parseLong(text.strip());
        if (number < 0) {
            throw new IllegalArgumentException(number + " is negative");
        }
        return number;
    }
}
