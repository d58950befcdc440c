package io.rollcall.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Instant START = Instant.parse("2026-01-04T16:00:00Z");
    private static final Set<String> SPEAKING = Set.of("post", "comment", "message");

    private static Community community(long seed, int members) {
        return new Community("book-club", seed, START, SHANGHAI, members);
    }

    private static List<Event> weeks(int weeks, Community community) {
        long end = community.start().plus(Duration.ofDays(7L * weeks)).toEpochMilli();
        List<Event> events = new ArrayList<>();
        Simulation simulation = new Simulation(community);
        for (Event event = simulation.next(); event.at() < end; event = simulation.next()) {
            events.add(event);
        }
        return events;
    }

    private static byte[] text(Community community, int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventLines lines = new EventLines(bytes)) {
            Simulation simulation = new Simulation(community);
            for (int i = 0; i < count; i++) {
                lines.write(simulation.next());
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void theSameSeedGivesTheSameTextOnEveryMachineAndInEveryRelease() throws Exception {
        byte[] text = text(community(42, 300), 10_000);

        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        // A change of this hash changes every recorded simulation: mean it.
        assertThat(hash).isEqualTo("e915e72acf79c9fd7ad6d6e9206c9c9079ac573ea370e0f9b26aff1e8ae13799");
    }

    @Test
    void anotherSeedGivesAnotherCommunity() throws Exception {
        String one = new String(text(community(1, 50), 500), StandardCharsets.UTF_8).replace("\"s1-", "\"");
        String two = new String(text(community(2, 50), 500), StandardCharsets.UTF_8).replace("\"s2-", "\"");

        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void eventsComeInTheOrderOfTimeFromTheStartOnAndNoIdComesTwice() {
        long before = START.toEpochMilli();
        Set<String> ids = new HashSet<>();
        for (Event event : weeks(8, community(7, 300))) {
            assertThat(event.at()).isGreaterThanOrEqualTo(before);
            assertThat(ids.add(event.id())).as(event.id()).isTrue();
            before = event.at();
        }
        assertThat(ids).hasSizeGreaterThan(20_000);
    }

    @Test
    void whoActsHasJoinedBeforeAndWhoIsActedUponToo() {
        Set<String> joined = new HashSet<>();
        Set<String> gone = new HashSet<>();
        for (Event event : weeks(16, community(7, 300))) {
            String member = event.member();
            if (event.type().equals(Event.JOIN)) {
                boolean firstTime = joined.add(member);
                assertThat(firstTime || gone.remove(member))
                        .as(event.toString())
                        .isTrue();
            } else {
                assertThat(joined).as(event.toString()).contains(member);
                assertThat(gone).as(event.toString()).doesNotContain(member);
            }
            if (event.recipient() != null) {
                assertThat(joined).contains(event.recipient());
                assertThat(event.recipient()).isNotEqualTo(member);
            }
            if (event.type().equals(Event.LEAVE)) {
                gone.add(member);
            }
        }
    }

    @Test
    void whatIsLikedOrCommentedOnIsAnEarlierPostOfTheRecipient() {
        Map<String, String> authors = new HashMap<>();
        int likes = 0;
        for (Event event : weeks(6, community(3, 200))) {
            switch (event.type()) {
                case "post" -> authors.put(event.id(), event.member());
                case "like", "comment" -> {
                    assertThat(authors).containsEntry(event.attributes().get("post"), event.recipient());
                    likes++;
                }
                default -> {}
            }
        }
        assertThat(likes).isGreaterThan(1_000);
    }

    @Test
    void theMixOfActsIsThatOfACommunityOfReaders() {
        Map<String, Integer> counts = new TreeMap<>();
        List<Event> events = weeks(8, community(42, 400));
        events.forEach(event -> counts.merge(event.type(), 1, Integer::sum));

        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
                        "join",
                        "leave",
                        "visit",
                        "check-in",
                        "post",
                        "comment",
                        "message",
                        "like",
                        "purchase",
                        "redeem");
        double all = events.size();
        assertThat(counts.getOrDefault("visit", 0) / all).isBetween(0.15, 0.35);
        assertThat(counts.getOrDefault("like", 0) / all).isBetween(0.2, 0.4);
        assertThat(counts.getOrDefault("post", 0) / all).isBetween(0.06, 0.2);
        assertThat(counts.getOrDefault("purchase", 0) / all).isBetween(0.005, 0.05);
        assertThat(counts.getOrDefault("redeem", 0)).isGreaterThan(100);
        assertThat(counts.getOrDefault("leave", 0)).isBetween(10, 60);
    }

    @Test
    void aFifthToAHalfOfThoseWhoJoinSayNothingInTheirFirstWeek() {
        Map<String, Long> joinedAt = new HashMap<>();
        Map<String, Long> spokeAt = new HashMap<>();
        for (Event event : weeks(10, community(42, 400))) {
            if (event.type().equals(Event.JOIN)) {
                joinedAt.putIfAbsent(event.member(), event.at());
            } else if (SPEAKING.contains(event.type())) {
                spokeAt.putIfAbsent(event.member(), event.at());
            }
        }
        long week = Duration.ofDays(7).toMillis();
        double silent = joinedAt.entrySet().stream()
                .filter(join -> spokeAt.getOrDefault(join.getKey(), Long.MAX_VALUE) - join.getValue() > week)
                .count();
        double speakLater = joinedAt.entrySet().stream()
                .filter(join -> spokeAt.containsKey(join.getKey()))
                .filter(join -> spokeAt.getOrDefault(join.getKey(), 0L) - join.getValue() > week)
                .count();

        assertThat(silent / joinedAt.size()).isBetween(0.2, 0.6);
        assertThat(speakLater / joinedAt.size()).isBetween(0.04, 0.25);
    }

    @Test
    void peopleSleepAtNightAndHaveTimeAtWeekends() {
        int[] hours = new int[24];
        Map<DayOfWeek, Integer> days = new TreeMap<>();
        for (Event event : weeks(12, community(42, 400))) {
            if (event.type().equals("visit")) {
                var local = Instant.ofEpochMilli(event.at()).atZone(SHANGHAI);
                hours[local.getHour()]++;
                days.merge(local.getDayOfWeek(), 1, Integer::sum);
            }
        }

        assertThat(hours[3] * 10).isLessThan(hours[20]);
        assertThat(days.get(DayOfWeek.SUNDAY)).isGreaterThan(days.get(DayOfWeek.TUESDAY));
    }

    @Test
    void newcomersComeEveryWeekAndTheFoundersInTheFirstTwo() {
        LocalDate first = LocalDate.ofInstant(START, SHANGHAI);
        int founders = 0;
        Map<Long, Integer> perWeek = new TreeMap<>();
        for (Event event : weeks(8, community(42, 400))) {
            if (event.type().equals(Event.JOIN)) {
                long day = LocalDate.ofInstant(Instant.ofEpochMilli(event.at()), SHANGHAI)
                                .toEpochDay()
                        - first.toEpochDay();
                founders += day < 14 ? 1 : 0;
                perWeek.merge(day / 7, 1, Integer::sum);
            }
        }

        assertThat(founders).isEqualTo(400);
        for (long week = 2; week < 8; week++) {
            assertThat(perWeek.get(week)).isBetween(15, 60);
        }
    }

    @Test
    void aCommunityThatBeginsInTheMiddleOfADayHasNobodyBefore() {
        Instant noon = Instant.parse("2026-03-10T04:00:00Z");
        Community community = new Community("book-club", 5, noon, SHANGHAI, 40);

        List<Event> events = weeks(3, community);

        assertThat(events.get(0).type()).isEqualTo(Event.JOIN);
        assertThat(events.get(0).at()).isGreaterThanOrEqualTo(noon.toEpochMilli());
        assertThat(events.stream().filter(e -> e.type().equals(Event.JOIN)).count())
                .isGreaterThanOrEqualTo(40);
    }

    @Test
    void aDayOfTwentyThreeHoursAndOneOfTwentyFiveKeepTheOrder() {
        Community berlin =
                new Community("book-club", 5, Instant.parse("2026-03-20T00:00:00Z"), ZoneId.of("Europe/Berlin"), 100);
        long before = Long.MIN_VALUE;
        for (Event event : weeks(33, berlin)) {
            assertThat(event.at()).isGreaterThanOrEqualTo(before);
            before = event.at();
        }
    }

    @Test
    void aLonelyCommunityOfOneLives() {
        List<Event> events = weeks(30, community(1, 1));

        assertThat(events).isNotEmpty();
    }

    @Test
    void aMillionMembersAreMadeWithoutHoldingTheirEvents() {
        Simulation simulation = new Simulation(community(42, 1_000_000));
        long visits = 0;
        for (int i = 0; i < 300_000; i++) {
            visits += simulation.next().type().equals("visit") ? 1 : 0;
        }
        assertThat(visits).isPositive();
    }

    @Test
    void aCommunityOfNobodyIsRefused() {
        assertThatThrownBy(() -> community(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
