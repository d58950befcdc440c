package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.out.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

/** What the operator tells while it works off a backlog, or fires timers, leaves together; but it waits for nothing that comes after it. */
class ToldOnABacklogTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private static final String PROGRAM = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            badges: {first-words: {when: "posts >= 1"}}
            """;

    /** A job whose clock is months behind, and which has no idle moment. */
    private static Journey onABacklog() throws Exception {
        Journey journey = Journey.onHeap(PROGRAM);
        journey.harness().setProcessingTime(START + 100 * DAY);
        journey.watermark(START - 1);
        journey.event(event("e-0", "visit", "nobody", START));
        journey.harness().setProcessingTime(START + 100 * DAY + 200);
        journey.sent();
        return journey.asItLeaves();
    }

    @Test
    void itLeavesAfterAWhileByItself() throws Exception {
        try (Journey journey = onABacklog()) {
            journey.event(event("e-1", "post", "anna", START + 1));
            assertThat(journey.outcomes()).isEmpty();
            journey.harness().setProcessingTime(START + 100 * DAY + 200 + Outbox.LONGEST);
            assertThat(journey.outcomes()).singleElement().asString().contains("first-words", "anna");
        }
    }

    @Test
    void aBarrierHasAllOfItSentAndNoneIsToldAgainAfterwards() throws Exception {
        OperatorSubtaskState kept;
        try (Journey journey = onABacklog()) {
            journey.event(event("e-1", "post", "anna", START + 1));
            journey.event(event("e-2", "post", "bert", START + 2));
            assertThat(journey.outcomes()).isEmpty();
            kept = journey.checkpoint();
            assertThat(journey.outcomes()).hasSize(2);
        }
        try (Journey journey = Journey.restored(kept, "event-time.hold-ahead", "0s", PROGRAM)) {
            journey.harness().setProcessingTime(START + 101 * DAY);
            journey.watermark(START + DAY);
            journey.finish();
            assertThat(journey.outcomes()).isEmpty();
        }
    }

    @Test
    void theEndOfTheInputHasAllOfItSent() throws Exception {
        try (Journey journey = onABacklog()) {
            journey.event(event("e-1", "post", "anna", START + 1));
            assertThat(journey.outcomes()).isEmpty();
            journey.finish();
            assertThat(journey.outcomes()).hasSize(1);
        }
    }

    @Test
    void liveWhatTheClockTellsLeavesWithItsStep() throws Exception {
        String silent = PROGRAM + "alerts: {silent: {since: post, after: 7d}}\n";
        try (Journey journey = Journey.onHeap(silent).asItLeaves()) {
            journey.harness().setProcessingTime(START + 1);
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-2", "post", "bert", START));
            assertThat(journey.outcomes()).hasSize(2);
            assertThat(journey.isTimed())
                    .as("events' outcomes leave one by one")
                    .isFalse();

            journey.harness().setProcessingTime(START + 7 * DAY + 1);
            journey.watermark(START + 7 * DAY);
            assertThat(journey.outcomes()).hasSize(2);
            assertThat(journey.isTimed()).as("they were gathered").isTrue();
        }
    }

    @Test
    void noWatermarkOvertakesIt() throws Exception {
        try (Journey journey = onABacklog()) {
            journey.harness().getOutput().clear();
            journey.event(event("e-1", "post", "anna", START + 1));
            journey.harness().processWatermark1(new Watermark(START + 2));
            assertThat(List.copyOf(journey.harness().getOutput())).last().isEqualTo(new Watermark(START + 2));
            assertThat(journey.outcomes()).hasSize(1);
        }
    }

    @Test
    void whenTheBacklogEndsItLeavesBeforeWhatIsToldLive() throws Exception {
        try (Journey journey = onABacklog()) {
            journey.event(event("e-1", "post", "anna", START + 1));
            journey.event(event("e-2", "post", "bert", START + 2));
            assertThat(journey.outcomes()).isEmpty();
            // the wall clock was a hundred days fast
            journey.harness().setProcessingTime(START + 100 * DAY + 201);
            journey.harness().processWatermark1(new Watermark(START + 100 * DAY));
            journey.event(event("e-3", "post", "carl", START + 100 * DAY + 1));
            assertThat(journey.outcomes())
                    .extracting(line -> line.replaceAll("(?s).*\"member\": \"(\\w+)\".*", "$1"))
                    .containsExactly("anna", "bert", "carl");
        }
    }

    /** The topic of members is compacted: the other way round, somebody whom nobody keeps would stay in it for good. */
    @Test
    void aSnapshotLeavesBeforeTheRecordThatEndsIt() throws Exception {
        try (Journey journey = onABacklog()) {
            journey.harness().getOutput().clear();
            journey.event(event("e-1", "post", "anna", START + 1));
            journey.program(Journey.message(5, PROGRAM + "exclude: [anna]\n"));
            journey.checkpoint();
            List<TopicRecord> ofAnna = journey.harness().extractOutputValues().stream()
                    .filter(record -> record.topic().equals("rollcall.members"))
                    .filter(record ->
                            new String(requireNonNull(record.key()), StandardCharsets.UTF_8).equals("club/anna"))
                    .toList();
            assertThat(ofAnna).hasSize(2);
            assertThat(ofAnna.get(0).value()).isNotNull();
            assertThat(ofAnna.get(1).value()).isNull();
        }
    }
}
