package io.rollcall.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class RecurringTextsTest {
    private final RecurringTexts texts = new RecurringTexts();
    private final Utf8 scratch = new Utf8();

    /** As a decoder does: into the same bytes, behind which those of a longer one may still be. */
    private String of(byte[] bytes) {
        scratch.setByteLength(bytes.length);
        System.arraycopy(bytes, 0, scratch.getBytes(), 0, bytes.length);
        return texts.of(scratch);
    }

    private String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oneThatRecursIsTheSameObject() {
        String first = of("post");
        assertThat(first).isEqualTo("post");
        of("like");
        assertThat(of("post")).isSameAs(first);
    }

    @Test
    void textsOfOneHashOfOnePlaceAndOfOneBeginAreToldApart() {
        for (int round = 0; round < 3; round++) {
            for (String text :
                    List.of("Aa", "BB", "AaAa", "BBBB", "AaBB", "post", "pos", "posts", "", "p", "é", "ée")) {
                assertThat(of(text)).isEqualTo(text);
            }
        }
    }

    @Test
    void longOnesAreTakenAsTheyAre() {
        for (int length : new int[] {63, 64, 65, 1_000}) {
            assertThat(of("x".repeat(length))).isEqualTo("x".repeat(length));
            assertThat(of("x".repeat(length - 1) + "y")).endsWith("xy").hasSize(length);
        }
    }

    @Test
    void whatIsNoUtf8IsWhatAvroMakesOfIt() {
        byte[] broken = {'a', (byte) 0xC3, (byte) 0xFF};
        assertThat(of(broken)).isEqualTo(new Utf8(broken).toString());
        assertThat(of(broken)).isEqualTo(new Utf8(broken).toString());
    }

    @Test
    void manyMoreThanThereIsRoomFor() {
        Random random = new Random(3);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            all.add(Integer.toString(random.nextInt(1 << 20), 36));
        }
        for (int i = 0; i < 50_000; i++) {
            String text = all.get(random.nextInt(all.size()));
            assertThat(of(text)).isEqualTo(text);
        }
    }
}
