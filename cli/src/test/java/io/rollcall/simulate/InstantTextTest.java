package io.rollcall.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    private final InstantText text = new InstantText();

    private String of(long epochMilli) {
        int length = text.write(epochMilli);
        return new String(text.text(), 0, length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "2024-02-29T12:00:00.001Z",
                "2026-01-05T08:03:00.120Z",
                "9999-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "+10000-01-01T00:00:00.500Z"
            })
    void anInstantIsWrittenAsJavaWritesIt(String instant) {
        assertThat(of(Instant.parse(instant).toEpochMilli())).isEqualTo(instant);
    }

    @Test
    void anyInstantAfterAnyOtherIsWrittenAsJavaWritesIt() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long epochMilli = random.nextLong(-200_000_000_000_000L, 300_000_000_000_000L);
            assertThat(of(epochMilli))
                    .isEqualTo(Instant.ofEpochMilli(epochMilli).toString());
            long sameDay = epochMilli + random.nextLong(3_600_000);
            assertThat(of(sameDay)).isEqualTo(Instant.ofEpochMilli(sameDay).toString());
        }
    }
}
