package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.decide.Decision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a member is what was written last, or nothing; who is asked for stays, and nothing grows beyond its bytes. */
class WarmMembersTest {
    private static final int KILOBYTE = 1024;

    private static MemberEnvelope member(long timer, int bytes, int content) {
        byte[] filled = new byte[bytes];
        Arrays.fill(filled, (byte) content);
        return new MemberEnvelope(timer, timer + 1, filled);
    }

    private static void assertSame(@Nullable MemberEnvelope known, MemberEnvelope written) {
        assertThat(requireNonNull(known).timer()).isEqualTo(written.timer());
        assertThat(known.next()).isEqualTo(written.next());
        assertThat(known.content()).isEqualTo(written.content());
    }

    @Test
    void aMemberIsAsItWasWrittenLast() {
        WarmMembers warm = new WarmMembers(64 * KILOBYTE);
        MemberEnvelope[] versions = {
            member(1, 100, 1),
            member(2, 100, 2),
            member(3, 109, 3),
            member(4, 1_000, 4),
            member(5, 3, 5),
            member(6, 0, 6),
            new MemberEnvelope(Decision.NEVER, Decision.NEVER, new byte[] {7})
        };
        for (MemberEnvelope version : versions) {
            warm.put("club/ann", version);
            warm.put("club/bea", member(9, 10, 9));
            assertSame(warm.get("club/ann"), version);
        }
        assertThat(warm.size()).isEqualTo(2);
    }

    @Test
    void anUpdateIsOfThoseWhoAreKnownAlone() {
        WarmMembers warm = new WarmMembers(64 * KILOBYTE);
        warm.update("club/ann", member(1, 10, 1));
        assertThat(warm.get("club/ann")).isNull();
        warm.put("club/ann", member(2, 10, 2));
        warm.update("club/ann", member(3, 500, 3));
        assertSame(warm.get("club/ann"), member(3, 500, 3));
    }

    @Test
    void whatIsReadIsTheReadersOwn() {
        WarmMembers warm = new WarmMembers(64 * KILOBYTE);
        MemberEnvelope written = member(1, 10, 1);
        warm.put("club/ann", written);
        requireNonNull(warm.get("club/ann")).content()[0] = 99;
        written.content()[1] = 99;
        assertSame(warm.get("club/ann"), member(1, 10, 1));
    }

    @Test
    void whoIsRemovedIsNotKnown() {
        WarmMembers warm = new WarmMembers(64 * KILOBYTE);
        warm.put("club/ann", member(1, 10, 1));
        warm.remove("club/ann");
        warm.remove("club/nobody");
        assertThat(warm.get("club/ann")).isNull();
        assertThat(warm.size()).isZero();
    }

    /** "Aa" and "BB" have one hash. */
    @Test
    void keysOfOneHashAreKeptApart() {
        WarmMembers warm = new WarmMembers(64 * KILOBYTE);
        warm.put("club/Aa", member(1, 10, 1));
        warm.put("club/BB", member(2, 10, 2));
        warm.put("club/Ää", member(3, 10, 3));
        warm.remove("club/Aa");
        assertThat(warm.get("club/Aa")).isNull();
        assertSame(warm.get("club/BB"), member(2, 10, 2));
        assertSame(warm.get("club/Ää"), member(3, 10, 3));
    }

    @Test
    void whoIsAskedForStaysWhileAThousandTimesAsManyPass() {
        WarmMembers warm = new WarmMembers(64 * KILOBYTE);
        warm.put("club/regular", member(1, 100, 1));
        warm.put("club/once", member(2, 100, 2));
        for (int i = 0; i < 200_000; i++) {
            warm.put("club/passer-" + i, member(i, 100, i));
            assertThat(warm.get("club/regular")).isNotNull();
        }
        assertThat(warm.get("club/once")).isNull();
        assertThat(warm.size()).isBetween(200, 64 * KILOBYTE / 100);
    }

    /** Where everybody is asked for somebody has to go all the same. */
    @Test
    void whereAllAreAskedForTheLastOnesStay() {
        WarmMembers warm = new WarmMembers(64 * KILOBYTE);
        for (int i = 0; i < 10_000; i++) {
            String key = "club/m-" + i;
            warm.put(key, member(i, 100, i));
            assertSame(warm.get(key), member(i, 100, i));
        }
        assertThat(warm.size()).isBetween(200, 64 * KILOBYTE / 100);
        for (int i = 9_950; i < 10_000; i++) {
            assertSame(warm.get("club/m-" + i), member(i, 100, i));
        }
    }

    @Test
    void whoIsTooBigIsNotKeptNorWhatTheyWereBefore() {
        WarmMembers warm = new WarmMembers(64 * KILOBYTE);
        warm.put("club/ann", member(1, 10, 1));
        warm.put("club/ann", member(2, 5 * KILOBYTE, 2));
        assertThat(warm.get("club/ann")).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31})
    void withoutRoomNobodyIsKept(long bytes) {
        WarmMembers warm = new WarmMembers(bytes);
        warm.put("club/ann", member(1, 0, 1));
        warm.remove("club/ann");
        assertThat(warm.get("club/ann")).isNull();
    }

    /** Against a map: whatever is known is what was written last, also where entries are moved and places freed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomWritingsAndRemovalsNeverBringBackWhatWasBefore(long seed) {
        Random random = new Random(seed);
        WarmMembers warm = new WarmMembers((8 + random.nextInt(200)) * KILOBYTE);
        Map<String, MemberEnvelope> written = new HashMap<>();
        int members = 20 + random.nextInt(3_000);
        int known = 0;
        for (int i = 0; i < 100_000; i++) {
            // some act often
            int number = (int) (members * Math.pow(random.nextDouble(), 3));
            String key = "club/m-" + number;
            switch (random.nextInt(8)) {
                case 0 -> {
                    warm.remove(key);
                    written.remove(key);
                }
                case 1, 2, 3 -> {
                    MemberEnvelope member = member(i, random.nextInt(300), i);
                    if (random.nextInt(4) == 0) {
                        warm.update(key, member);
                    } else {
                        warm.put(key, member);
                    }
                    written.put(key, member);
                }
                default -> {
                    MemberEnvelope found = warm.get(key);
                    MemberEnvelope last = written.get(key);
                    if (found != null) {
                        known++;
                        assertSame(found, requireNonNull(last));
                    }
                }
            }
        }
        assertThat(known).isGreaterThan(10_000);
        assertThat(warm.size()).isLessThanOrEqualTo(written.size());
    }
}
