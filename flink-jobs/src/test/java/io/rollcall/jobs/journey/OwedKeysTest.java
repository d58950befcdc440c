package io.rollcall.jobs.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class OwedKeysTest {
    private static final int GROUPS = 7;

    private final OwedKeys keys = new OwedKeys(GROUPS);

    @Test
    void whoWaitsIsNotPutBehindTheOthersAgain() {
        keys.add("anna");
        keys.add("bert");
        keys.add("anna");
        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.removeFirst()).isEqualTo("anna");
        keys.add("anna");
        assertThat(keys.removeFirst()).isEqualTo("bert");
        assertThat(keys.removeFirst()).isEqualTo("anna");
        assertThat(keys.isEmpty()).isTrue();
    }

    /** Checkpoints hold these bytes: a length plus one, seven bits a byte, then UTF-8. */
    @Test
    void theFormatIsTheOneThatCheckpointsHold() throws IOException {
        OwedKeys one = new OwedKeys(1);
        one.add("c/ä");
        one.add("c/" + "x".repeat(126));
        DataOutputSerializer out = new DataOutputSerializer(16);
        one.write(0, out);
        byte[] bytes = out.getCopyOfBuffer();
        assertThat(bytes)
                .startsWith(5, 'c', '/', 0xC3, 0xA4, 0x81, 0x01, 'c', '/', 'x')
                .hasSize(5 + 2 + 128);
    }

    @Test
    void aRowThatEmptiedBeginsAnew() throws IOException {
        OwedKeys one = new OwedKeys(1);
        for (int i = 0; i < 10_000; i++) {
            one.add("anna-" + i);
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(one.removeFirst()).isEqualTo("anna-" + i);
        }
        assertThat(one.size(0)).isZero();
        one.add("bert");
        DataOutputSerializer out = new DataOutputSerializer(16);
        one.write(0, out);
        assertThat(out.getCopyOfBuffer()).containsExactly(5, 'b', 'e', 'r', 't');
    }

    /** Over random comings and goings, the bytes of each group are those of its keys that wait, in their order. */
    @Test
    void theBytesAreThoseOfWhoWaits() throws IOException {
        Random random = new Random(3);
        Deque<String> expected = new ArrayDeque<>();
        for (int step = 0; step < 20_000; step++) {
            // for a while more come than go, then the other way round
            boolean comes = random.nextInt(10) < (step / 2000 % 2 == 0 ? 7 : 3);
            if (comes) {
                String key = "community/" + "ä".repeat(random.nextInt(3)) + step;
                keys.add(key);
                expected.add(key);
            } else if (!expected.isEmpty()) {
                assertThat(keys.removeFirst()).isEqualTo(expected.remove());
            }
            if (step % 500 == 0) {
                for (int group = 0; group < GROUPS; group++) {
                    int wanted = group;
                    assertThat(written(group))
                            .containsExactlyElementsOf(expected.stream()
                                    .filter(key -> KeyGroupRangeAssignment.assignToKeyGroup(key, GROUPS) == wanted)
                                    .toList());
                }
            }
        }
    }

    /** Few keys come and go often: each is there once, however often it was before, and in the order of its last coming. */
    @Test
    void whoCameAndWentOftenWaitsOnce() {
        Random random = new Random(4);
        Set<String> expected = new LinkedHashSet<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(10) < (step / 1000 % 2 == 0 ? 6 : 4)) {
                String key = "community/" + random.nextInt(1000);
                keys.add(key);
                expected.add(key);
            } else if (!expected.isEmpty()) {
                String first = expected.iterator().next();
                assertThat(keys.removeFirst()).isEqualTo(first);
                expected.remove(first);
            }
            String any = "community/" + random.nextInt(1000);
            assertThat(keys.contains(any)).isEqualTo(expected.contains(any));
            assertThat(keys.size()).isEqualTo(expected.size());
        }
    }

    /** Half a surrogate pair, which no event that can be read has, has no bytes: another key leaves than came, and the others are right. */
    @Test
    void aTextThatItsBytesDoNotGiveBackLeavesAllTheSame() {
        keys.add("c/\uD800");
        keys.add("c/anna");
        assertThat(keys.removeFirst()).isEqualTo("c/?");
        assertThat(keys.removeFirst()).isEqualTo("c/anna");
        assertThat(keys.isEmpty()).isTrue();
    }

    private List<String> written(int group) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        keys.write(group, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        List<String> read = new ArrayList<>();
        for (int i = 0; i < keys.size(group); i++) {
            read.add(new String(requireNonNull(Varint.readBytes(in)), UTF_8));
        }
        assertThat(in.available()).isZero();
        return read;
    }

    @Test
    void withoutKeyGroupsTheyWaitInARowAllTheSame() {
        OwedKeys none = new OwedKeys(0);
        none.add("anna");
        none.add("bert");
        none.add("anna");
        assertThat(none.size()).isEqualTo(2);
        assertThat(none.removeFirst()).isEqualTo("anna");
        assertThat(none.removeFirst()).isEqualTo("bert");
        assertThat(none.isEmpty()).isTrue();
    }
}
