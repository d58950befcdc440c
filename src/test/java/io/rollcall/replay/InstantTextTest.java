package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantTextTest {
    private static String text(long millis) {
        char[] text = new char[InstantText.LONGEST];
        return new String(text, 0, InstantText.write(millis, text));
    }

    @Test
    void instantsReadAsJavaWritesThem() {
        var random = new Random(3);
        long first = Instant.parse("-0001-12-31T00:00:00Z").toEpochMilli();
        long last = Instant.parse("+10000-01-02T00:00:00Z").toEpochMilli();
        for (int i = 0; i < 50_000; i++) {
            long any = first + (long) (random.nextDouble() * (last - first));
            long millis = i % 2 == 0 ? any : Math.floorDiv(any, 1_000) * 1_000;
            assertThat(text(millis)).isEqualTo(Instant.ofEpochMilli(millis).toString());
        }
        for (long millis : new long[] {-1, 0, 1, first, last, -62_167_219_200_000L, 253_402_300_800_000L}) {
            assertThat(text(millis)).isEqualTo(Instant.ofEpochMilli(millis).toString());
        }
    }
}
