package io.rollcall.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts to six decimals, and texts as numbers. */
class NumbersTest {
    private static double exactly(double value) {
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0078125,
                0.0234375,
                -0.0078125,
                1.0000005,
                2.0000005,
                1.0000015,
                4.4999999999e9,
                4.5e9 + 0.25,
                5e9 + 0.1234565,
                123456789012.3456789,
                9.007199254740993e15,
                1e300,
                1e-9,
                0.1 + 0.2
            })
    void anAmountIsRoundedAsItsExactValueSays(double value) {
        assertThat(Decimals.round6(value)).isEqualTo(exactly(value));
    }

    @Test
    void nearATieTheExactValueDecides() {
        var random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            double size = Math.pow(10, random.nextInt(12));
            double value = (random.nextInt(2_000_001) - 1_000_000) * size / 1e6 + 0.0000005 * (random.nextInt(5) - 2);
            assertThat(Decimals.round6(value)).isEqualTo(exactly(value));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.0, -1e-9, -0.0000005})
    void zeroHasNoSign(double value) {
        assertThat(Double.doubleToRawLongBits(Decimals.round6(value))).isZero();
    }

    @Test
    void whatIsNoNumberStaysSo() {
        assertThat(Decimals.round6(Double.NaN)).isNaN();
        assertThat(Decimals.round6(Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({
        "post-1234, post-, 1234",
        "post-0012, post-00, 12",
        "a12345678, a1, 2345678",
        "a9, a, 9",
        "a0, a0, 0",
        "100, '', 100",
        "a/5, a/, 5",
        "5/, 5/, 0",
        "5:, 5:, 0",
        "'', '', 0"
    })
    void aNumberAtTheEndOfATextIsAddedToTheHashOfTheRest(String text, String rest, long number) {
        assertThat(Hash.ofNumbered(text)).isEqualTo(Hash.of(rest) + number);
    }

    @Test
    void anIntegerOfTheFirstFormatHasAtMostTenBytes() throws IOException {
        byte[] most = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        assertThat(Varint.read(new DataInputStream(new ByteArrayInputStream(most))))
                .isEqualTo(-1);
        byte[] endless = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        assertThatThrownBy(() -> Varint.read(new DataInputStream(new ByteArrayInputStream(endless))))
                .hasMessageContaining("more than ten bytes");
        byte[] odd = {5};
        assertThat(Varint.readSigned(new DataInputStream(new ByteArrayInputStream(odd))))
                .isEqualTo(-3);
    }
}
