package io.rollcall.cli.demo;

import io.rollcall.cli.Progress;
import io.rollcall.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * When everything that was fed is evaluated, and everything that came of it is indexed. What a group has committed it has
 * finished: a job commits what its last checkpoint covers, and a checkpoint waits for everything to be written.
 */
final class Completion {
    private static final Duration TICK = Duration.ofMillis(250);

    private final Parts parts;
    private final Map<TopicPartition, Long> end;
    private final long records;

    /** Completion of what is in the events topic now. */
    Completion(Parts parts) {
        this.parts = parts;
        this.end = parts.offsets().ends(List.of(Topics.DEFAULT.events()));
        this.records = end.entrySet().stream()
                .mapToLong(partition -> partition.getValue() - parts.start().getOrDefault(partition.getKey(), 0L))
                .sum();
    }

    /** How many records were fed, events and clock records. */
    long records() {
        return records;
    }

    /** Waits until member-journey has evaluated all of them. */
    void awaitJourney(Progress progress) {
        while (true) {
            long behind = parts.offsets().behind(parts.jobs().journeyGroup(), end, parts.start());
            progress.done(records - behind);
            if (behind == 0) {
                return;
            }
            parts.jobs().check();
            parts.jobs().pause(TICK);
        }
    }

    /** Waits until search-index has indexed all that member-journey has written by now. */
    void awaitSearch() {
        List<String> topics = new ArrayList<>(Topics.DEFAULT.outcomes());
        topics.add(Topics.DEFAULT.members());
        topics.add(Topics.DEFAULT.programs());
        Map<TopicPartition, Long> written = parts.offsets().ends(topics);
        while (parts.offsets().behind(parts.jobs().searchGroup(), written, Map.of()) > 0) {
            parts.jobs().check();
            parts.jobs().pause(TICK);
        }
    }
}
