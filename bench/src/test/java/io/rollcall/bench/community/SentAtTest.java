package io.rollcall.bench.community;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The ids of events whose latency is measured. */
class SentAtTest {

    @Test
    void anIdTellsWhenItsEventWasDue() {
        String id = SentAt.id(1_795_000_000_123L, 4711);

        assertThat(SentAt.millis(id)).isEqualTo(1_795_000_000_123L);
    }

    @Test
    void twoEventsOfOneMillisecondHaveTwoIds() {
        assertThat(SentAt.id(1_795_000_000_123L, 1)).isNotEqualTo(SentAt.id(1_795_000_000_123L, 2));
    }
}
