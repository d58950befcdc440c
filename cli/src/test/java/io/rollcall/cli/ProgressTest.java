package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter text = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    private Progress lines(long whole) {
        return new Progress.Lines("work", whole, new PrintWriter(text), nanos::get);
    }

    @Test
    void whereThereIsNoTerminalALineComesNowAndThenAndOneAtTheEnd() {
        try (Progress progress = lines(200)) {
            for (int second = 0; second <= 12; second++) {
                nanos.set(TimeUnit.SECONDS.toNanos(second));
                progress.done(second * 10L, "fine");
            }
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "work: 50 of 200 (25 %), fine",
                        "work: 100 of 200 (50 %), fine", "work: 120 of 200 (60 %), fine");
    }

    @Test
    void whatHasNoKnownEndHasNoShare() {
        try (Progress progress = lines(0)) {
            progress.done(1_234);
        }

        assertThat(text.toString().strip()).isEqualTo("work: 1,234");
    }

    @Test
    void workThatNeverBeganSaysNothing() {
        lines(10).close();

        assertThat(text.toString()).isEmpty();
    }
}
