package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashIndexTest {
    private final Map<Integer, Byte> owners = new HashMap<>();
    private final HashIndex index = new HashIndex((entry, key) -> owners.getOrDefault(entry, (byte) -1) == key[0], 2);

    /** Against a map, with many hashes and with so few that nearly all keys have the same; it grows and shrinks meanwhile. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void anEntryIsFoundUntilItIsTakenAway(int hashes) {
        Random random = new Random(hashes);
        Map<Byte, Integer> expected = new HashMap<>();
        // the largest entry there can be is one of them
        int next = Integer.MAX_VALUE;
        for (int step = 0; step < 100_000; step++) {
            byte key = (byte) random.nextInt(100);
            int hash = MemberKey.spread(key % hashes);
            boolean comes = random.nextInt(10) < (step / 5_000 % 2 == 0 ? 8 : 2);
            int entry = expected.getOrDefault(key, HashIndex.NONE);
            if (comes && entry == HashIndex.NONE) {
                owners.put(next, key);
                index.add(hash, next);
                expected.put(key, next--);
            } else if (comes) {
                owners.put(next, key);
                index.replace(hash, entry, next);
                owners.remove(entry);
                expected.put(key, next--);
            } else if (entry != HashIndex.NONE) {
                index.remove(hash, entry);
                owners.remove(entry);
                expected.remove(key);
            }
            byte any = (byte) random.nextInt(100);
            assertThat(index.find(MemberKey.spread(any % hashes), new byte[] {any}))
                    .isEqualTo(expected.getOrDefault(any, HashIndex.NONE));
            assertThat(index.size()).isEqualTo(expected.size());
        }
    }
}
