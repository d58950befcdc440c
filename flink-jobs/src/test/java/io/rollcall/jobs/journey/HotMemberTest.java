package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A bot that posts a thousand times a second for a minute: no more state than anybody else, and few writes. */
class HotMemberTest {
    private static final int PER_SECOND = 1_000;
    private static final int SECONDS = 60;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private static final String PROGRAM = """
            program: club
            community: club
            metrics:
              posts: {count: post}
              days_30d: {days: post, over: 30d}
              last: {since: post}
            points: {earn: {posting: {on: post, points: 1, daily_limit: 100}}}
            badges: {talker: {metric: posts, levels: {bronze: 2, silver: 5000}}}
            alerts: {silent: {since: post, after: 7d}}
            """;

    @Test
    void isHandledWithBoundedStateAndFewWrites() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            for (int i = 0; i < PER_SECOND * SECONDS; i++) {
                journey.event(event("e-" + i, "post", "bot", START + i));
                if (i % PER_SECOND == 0) {
                    journey.watermark(START + i);
                }
            }
            assertThat(journey.outcomes())
                    .filteredOn(line -> line.startsWith("badges"))
                    .hasSize(2);
            assertThat(journey.deadLetters()).isEmpty();
            assertThat(journey.timers()).isEqualTo(1);
            assertThat(journey.store().writes()).isLessThan(PER_SECOND * SECONDS / 20);
            journey.checkpoint();
            // 256 ids of the last hour are most of it
            assertThat(journey.store().stateBytes().getMax()).isBetween(1_000L, 3_000L);
        }
    }
}
