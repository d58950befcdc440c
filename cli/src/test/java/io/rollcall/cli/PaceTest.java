package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong now = new AtomicLong(TimeUnit.HOURS.toNanos(3));

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void atFourASecondThereIsTimeUntilAQuarterHasPassed() {
        Pace pace = Pace.of(4, now::get);

        assertThat(pace.step()).isTrue();
        pass(250);
        assertThat(pace.step()).as("the second one is due at 500 ms").isTrue();
        pass(600);
        assertThat(pace.step()).as("the third one was due at 750 ms").isFalse();
    }

    @Test
    void whoWasHeldUpForLongCatchesUpWithOneSecondsWorthOnly() {
        Pace pace = Pace.of(10, now::get);
        pass(3_600_000);

        int atOnce = 0;
        while (!pace.step()) {
            atOnce++;
        }

        assertThat(atOnce).isEqualTo(11);
    }

    @Test
    void withoutARateNothingEverWaits() {
        Pace pace = Pace.of(0, now::get);

        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.step()).isFalse();
        }
    }
}
