package io.rollcall.metric;

import static io.rollcall.metric.Facts.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Bytes of lists that are not as they were written: refused when they are read or when they are asked for, or another list. */
class DamagedListsTest {
    private static final List<Supplier<Facts>> LISTS =
            List.of(() -> Facts.distinct(0, 200), () -> Facts.distinct(60, 90), () -> Facts.reach(9, 100));

    private static byte[] written(Facts facts, Random random) {
        int values = 1 + random.nextInt(80);
        for (int i = 0; i < 300; i++) {
            facts.state.add(DAY - 30 + i / 10, DAY - 30 + i / 10, "post-" + random.nextInt(values));
        }
        return facts.bytes();
    }

    /** Whether they were refused; reads, asks for all that is there, and writes. */
    private static boolean isRefused(Facts facts, byte[] bytes) {
        try {
            facts.read(bytes);
            facts.bytes();
            facts.value(DAY);
            facts.state.nextChange(DAY);
            facts.state.add(DAY, DAY, "one-more");
            if (!facts.state.isEmpty()) {
                facts.bytes();
            }
            return false;
        } catch (IOException | UncheckedIOException | ArithmeticException e) {
            return true;
        }
    }

    @Test
    void bitsThatFlippedAreRefusedOrAnotherList() {
        int refused = 0;
        for (int seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            Facts facts = LISTS.get(seed % LISTS.size()).get();
            byte[] bytes = written(facts, random);
            for (int flip = 0; flip <= seed % 4; flip++) {
                // mostly near the beginning, where the numbers of entries are
                int bit = random.nextInt(1 + random.nextInt(bytes.length * Byte.SIZE));
                bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            }
            refused += isRefused(facts, bytes) ? 1 : 0;
        }
        assertThat(refused).isBetween(100, 2900);
    }

    @Test
    void listsThatEndTooEarlyAreRefused() throws IOException {
        for (Supplier<Facts> list : LISTS) {
            byte[] bytes = written(list.get(), new Random(1));
            for (int length = 0; length < bytes.length; length++) {
                assertThat(isRefused(list.get(), Arrays.copyOf(bytes, length)))
                        .as("%d of %d bytes", length, bytes.length)
                        .isTrue();
            }
            assertThat(isRefused(list.get(), bytes)).isFalse();
        }
    }

    @Test
    void aNumberOfEntriesThatIsNoneIsRefused() {
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) -1);
        // ends the 22nd group, so that the number is -1
        ones[10] = (byte) 0xEF;
        assertThatThrownBy(() -> Facts.distinct(0, 200).read(ones)).isInstanceOf(IOException.class);
    }
}
