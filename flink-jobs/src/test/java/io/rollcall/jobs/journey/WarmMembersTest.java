package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.decide.Decision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a member is what they were last, or nothing; who is asked for stays, nothing grows beyond its bytes, and nothing is lost. */
class WarmMembersTest {
    private static final int KILOBYTE = 1024;

    private final Map<String, MemberEnvelope> backend = new HashMap<>();

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
    void aMemberIsAsItWasWrittenLast() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
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
    void anUpdateIsOfThoseWhoAreKnownAlone() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
        warm.update("club/ann", member(1, 10, 1));
        assertThat(warm.get("club/ann")).isNull();
        warm.put("club/ann", member(2, 10, 2));
        warm.update("club/ann", member(3, 500, 3));
        assertSame(warm.get("club/ann"), member(3, 500, 3));
    }

    @Test
    void whatIsReadIsTheReadersOwn() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
        MemberEnvelope written = member(1, 10, 1);
        warm.put("club/ann", written);
        requireNonNull(warm.get("club/ann")).content()[0] = 99;
        written.content()[1] = 99;
        assertSame(warm.get("club/ann"), member(1, 10, 1));
    }

    @Test
    void whoIsRemovedIsNotKnown() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
        warm.put("club/ann", member(1, 10, 1));
        warm.remove("club/ann");
        warm.remove("club/nobody");
        assertThat(warm.get("club/ann")).isNull();
        assertThat(warm.size()).isZero();
    }

    /** "Aa" and "BB" have one hash. */
    @Test
    void keysOfOneHashAreKeptApart() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
        warm.put("club/Aa", member(1, 10, 1));
        warm.put("club/BB", member(2, 10, 2));
        warm.put("club/Ää", member(3, 10, 3));
        warm.remove("club/Aa");
        assertThat(warm.get("club/Aa")).isNull();
        assertSame(warm.get("club/BB"), member(2, 10, 2));
        assertSame(warm.get("club/Ää"), member(3, 10, 3));
    }

    @Test
    void whoIsAskedForStaysWhileAThousandTimesAsManyPass() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
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
    void whereAllAreAskedForTheLastOnesStay() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
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
    void whoIsTooBigIsNotKeptNorWhatTheyWereBefore() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
        warm.put("club/ann", member(1, 10, 1));
        warm.put("club/ann", member(2, 5 * KILOBYTE, 2));
        assertThat(warm.get("club/ann")).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31})
    void withoutRoomNobodyIsKept(long bytes) throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, bytes);
        warm.put("club/ann", member(1, 0, 1));
        warm.remove("club/ann");
        assertThat(warm.get("club/ann")).isNull();
    }

    @Test
    void theBackendIsGivenEachOnceInTheOrderInWhichTheyCame() throws IOException {
        List<String> order = new ArrayList<>();
        WarmMembers warm = new WarmMembers((key, member) -> order.add(key + " " + member.timer()), 64 * KILOBYTE);
        for (int i = 1; i <= 3; i++) {
            assertThat(warm.putUnwritten("club/ann", member(i, 10, 1))).isTrue();
            warm.putUnwritten("club/bea", member(i, 10, 1));
            warm.putUnwritten("club/cleo", member(i, 10, 1));
            warm.putUnwritten("club/dora", member(i, 10, 1));
        }
        warm.putUnwritten("club/dora", member(4, 500, 1));
        // these need not be written any more
        warm.remove("club/bea");
        warm.update("club/cleo", member(9, 10, 9));
        assertThat(warm.unwritten()).isEqualTo(2);
        for (int i = 0; i < 5; i++) {
            warm.writeOldest();
        }
        assertThat(order).containsExactly("club/ann 3", "club/dora 4");
        assertThat(warm.unwritten()).isZero();
        assertSame(warm.get("club/cleo"), member(9, 10, 9));
    }

    @Test
    void whoMakesRoomIsWrittenBefore() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
        warm.putUnwritten("club/ann", member(1, 100, 1));
        warm.putUnwritten("club/bea", member(2, 100, 2));
        for (int i = 0; i < 2_000; i++) {
            assertThat(warm.get("club/bea")).isNotNull();
            warm.put("club/passer-" + i, member(i, 100, i));
        }
        assertThat(warm.get("club/ann")).isNull();
        assertSame(backend.get("club/ann"), member(1, 100, 1));
        assertThat(backend).containsOnlyKeys("club/ann", "club/bea");
    }

    @Test
    void whoCannotBeKeptIsUpToTheCaller() throws IOException {
        WarmMembers warm = new WarmMembers(backend::put, 64 * KILOBYTE);
        warm.putUnwritten("club/ann", member(1, 10, 1));
        assertThat(warm.putUnwritten("club/ann", member(2, 17 * KILOBYTE, 2))).isFalse();
        assertThat(warm.unwritten()).isZero();
        assertThat(new WarmMembers(backend::put, 0).putUnwritten("club/ann", member(1, 10, 1)))
                .isFalse();
        assertThat(backend).isEmpty();
    }

    /** Against two maps: whoever is known is what they were last, else the backend has that, also where entries are moved and places freed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomChangesAndRemovalsAreNeverLostAndNeverBringBackWhatWasBefore(long seed) throws IOException {
        Random random = new Random(seed);
        WarmMembers warm = new WarmMembers(backend::put, (8 + random.nextInt(200)) * KILOBYTE);
        Map<String, MemberEnvelope> last = new HashMap<>();
        int members = 20 + random.nextInt(3_000);
        int known = 0;
        int late = 0;
        for (int i = 0; i < 100_000; i++) {
            // some act often
            int number = (int) (members * Math.pow(random.nextDouble(), 3));
            String key = "club/m-" + number;
            switch (random.nextInt(8)) {
                case 0 -> {
                    warm.remove(key);
                    backend.remove(key);
                    last.remove(key);
                }
                case 1, 2, 3 -> {
                    MemberEnvelope member = member(i, random.nextInt(300), i);
                    last.put(key, member);
                    if (random.nextBoolean()) {
                        if (!warm.putUnwritten(key, member)) {
                            backend.put(key, member);
                        }
                    } else {
                        backend.put(key, member);
                        if (random.nextBoolean()) {
                            warm.update(key, member);
                        } else {
                            warm.put(key, member);
                        }
                    }
                }
                case 4 -> {
                    for (int some = random.nextInt(4); some > 0; some--) {
                        warm.writeOldest();
                    }
                }
                default -> {
                    MemberEnvelope found = warm.get(key);
                    MemberEnvelope kept = backend.get(key);
                    if (found != null) {
                        known++;
                        late += kept == null || kept.timer() != found.timer() ? 1 : 0;
                        assertSame(found, requireNonNull(last.get(key)));
                    } else {
                        assertThat(kept == null ? null : kept.timer())
                                .isEqualTo(last.containsKey(key) ? last.get(key).timer() : null);
                    }
                }
            }
        }
        assertThat(known).isGreaterThan(5_000);
        assertThat(late).isGreaterThan(500);
        assertThat(warm.size()).isLessThanOrEqualTo(last.size());
        while (warm.unwritten() > 0) {
            warm.writeOldest();
        }
        assertThat(backend).containsOnlyKeys(last.keySet());
        last.forEach((key, member) -> assertSame(backend.get(key), member));
    }
}
