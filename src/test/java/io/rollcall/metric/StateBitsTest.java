package io.rollcall.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written bit by bit is read as it was. */
class StateBitsTest {
    private static final int TODAY = 20_000;
    private static final double[] AMOUNTS = {0, 0.01, -0.01, 19.99, -3, 1e15, 1e16, 0.001, Math.PI, Double.MIN_VALUE};

    /** One of each kind of number, of every size, in an order that only the seed knows. */
    private static void write(long seed, int count, StateWriter out) {
        var random = new Random(seed);
        out.near(TODAY);
        for (int i = 0; i < count; i++) {
            int width = random.nextInt(64);
            long value = random.nextLong() >>> 1 >>> 62 - Math.min(62, width);
            switch (random.nextInt(9)) {
                case 0 -> out.bit(value % 2 == 1);
                case 1 -> out.bits(value, width);
                case 2 -> out.small(value);
                case 3 -> out.large(value);
                case 4 -> out.gamma(value + 1);
                case 5 -> out.signed(value % 2 == 0 ? -value : value);
                case 6 -> out.date(TODAY - 40 + random.nextInt(50));
                case 7 -> out.amount(AMOUNTS[random.nextInt(AMOUNTS.length)]);
                default -> out.mask(value | 1);
            }
        }
    }

    private static void read(long seed, int count, StateReader in) throws IOException {
        var random = new Random(seed);
        in.near(TODAY);
        for (int i = 0; i < count; i++) {
            int width = random.nextInt(64);
            long value = random.nextLong() >>> 1 >>> 62 - Math.min(62, width);
            switch (random.nextInt(9)) {
                case 0 -> assertThat(in.bit()).isEqualTo(value % 2 == 1);
                case 1 -> assertThat(in.bits(width)).isEqualTo(value & (1L << width) - 1);
                case 2 -> assertThat(in.small()).isEqualTo(value);
                case 3 -> assertThat(in.large()).isEqualTo(value);
                case 4 -> assertThat(in.gamma()).isEqualTo(value + 1);
                case 5 -> assertThat(in.signed()).isEqualTo(value % 2 == 0 ? -value : value);
                case 6 -> assertThat(in.date()).isEqualTo(TODAY - 40 + random.nextInt(50));
                case 7 -> assertThat(in.amount()).isEqualTo(AMOUNTS[random.nextInt(AMOUNTS.length)]);
                default -> assertThat(in.mask()).isEqualTo(value | 1);
            }
        }
    }

    @Test
    void numbersOfEveryKindAndSizeInAnyOrder() throws IOException {
        for (int seed = 0; seed < 2000; seed++) {
            int count = seed % 60;
            var out = new StateWriter();
            write(seed, count, out);
            byte[] bytes = out.toBytes();

            read(seed, count, new StateReader(bytes, 0));
            byte[] behindOthers = new byte[bytes.length + 3];
            System.arraycopy(bytes, 0, behindOthers, 3, bytes.length);
            read(seed, count, new StateReader(behindOthers, 3));
        }
    }

    @Test
    void theLargestNumbersThatThereAre() throws IOException {
        var out = new StateWriter();
        out.small(Long.MAX_VALUE);
        out.large(Long.MAX_VALUE);
        out.gamma(Long.MAX_VALUE);
        out.signed(Long.MIN_VALUE);
        out.signed(Long.MAX_VALUE);
        out.bits(-1, Long.SIZE);
        out.mask(-1);

        var in = new StateReader(out.toBytes(), 0);

        assertThat(in.small()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.large()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.gamma()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.signed()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.signed()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.bits(Long.SIZE)).isEqualTo(-1);
        assertThat(in.mask()).isEqualTo(-1);
    }

    @Test
    void smallNumbersTakeFewBits() {
        var out = new StateWriter();
        for (int i = 0; i < 8; i++) {
            out.bit(true);
            out.small(i);
            out.gamma(1);
            out.date(0);
            out.bits(0, 2);
        }

        assertThat(out.toBytes()).hasSize(12);
    }

    @Test
    void numbersWithoutAnEndAreDamage() {
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) -1);
        byte[] zeros = new byte[1 << 20];
        zeros[zeros.length - 1] = 1;

        assertThatThrownBy(() -> new StateReader(ones, 0).small()).hasMessageContaining("damaged");
        assertThatThrownBy(() -> new StateReader(ones, 0).large()).hasMessageContaining("damaged");
        assertThatThrownBy(() -> new StateReader(zeros, 0).gamma()).hasMessageContaining("damaged");
        assertThatThrownBy(() -> new StateReader(zeros, 0).entries(1 << 24, 1)).hasMessageContaining("damaged");
    }

    @Test
    void theEndOfNumbersIsFoundWithoutReadingThem() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            int before = random.nextInt(70);
            long[] numbers = random.longs(random.nextInt(90), 1, 1L << 1 + random.nextInt(30))
                    .toArray();
            var out = new StateWriter();
            for (int i = 0; i < before; i++) {
                out.bit(true);
            }
            for (long number : numbers) {
                out.gammaLength(number);
            }
            for (long number : numbers) {
                out.gammaRest(number);
            }
            out.bits(0x2A, 7);
            byte[] bytes = out.toBytes();

            var in = new StateReader(bytes, 0);
            in.skip(before);
            assertThat(in.position()).isEqualTo(before);
            in.skip(in.gammasAhead(numbers.length));
            assertThat(in.bits(7)).isEqualTo(0x2A);
            var again = StateReader.at(bytes, before);
            int[] lengths = new int[numbers.length];
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = again.gammaLength();
            }
            for (int i = 0; i < lengths.length; i++) {
                assertThat(again.gammaRest(lengths[i])).isEqualTo(numbers[i]);
            }
        }
    }

    @Test
    void bitsFromAnywhereAreCopiedToAnywhere() throws IOException {
        byte[] bytes = new byte[21];
        new Random(3).nextBytes(bytes);
        for (int from = 0; from < 80; from++) {
            for (int count = 0; from + count <= bytes.length * Byte.SIZE; count++) {
                int before = (from + count) % 37;
                var out = new StateWriter();
                out.bits(-1, before);
                out.copy(bytes, from, count);
                out.bits(5, 3);

                var in = new StateReader(out.toBytes(), 0);
                in.skip(before);
                var same = StateReader.at(bytes, from);
                for (int i = 0; i < count; i++) {
                    assertThat(in.bit()).isEqualTo(same.bit());
                }
                assertThat(in.bits(3)).isEqualTo(5);
            }
        }
    }

    @Test
    void whatIsPassedOverHasToBeThere() {
        byte[] zeros = new byte[40];
        var in = new StateReader(zeros, 1);

        assertThatThrownBy(() -> in.skip(39 * 8 + 1)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> in.gammasAhead(1)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> new StateReader(new byte[] {1}, 0).gammasAhead(2))
                .isInstanceOf(EOFException.class);
        byte[] long31 = {0, 0, 0, (byte) 0x80, 0, 0, 0, 0};
        assertThatThrownBy(() -> new StateReader(long31, 0).gammaLength()).hasMessageContaining("too long");
        assertThatThrownBy(() -> new StateReader(zeros, 0).gammaLength()).isInstanceOf(EOFException.class);
    }

    @Test
    void bytesThatEndTooEarlySaySo() {
        var out = new StateWriter();
        for (int i = 0; i < 10; i++) {
            out.large(1L << 40);
        }
        byte[] bytes = out.toBytes();

        for (int length = 0; length < bytes.length; length++) {
            var in = new StateReader(Arrays.copyOf(bytes, length), 0);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            in.large();
                        }
                    })
                    .isInstanceOf(EOFException.class)
                    .hasMessage("a member's state ends too early, after " + length + " bytes");
        }
        assertThatThrownBy(() -> new StateReader(new byte[3], 0).gamma()).isInstanceOf(EOFException.class);
    }
}
