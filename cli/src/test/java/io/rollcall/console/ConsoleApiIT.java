package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.embedded.SharedElasticsearch;
import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedElasticsearch.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2024-03-20T12:00:00.000Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final String HOSTILE = "a/b c?&=%2F<script>\"'😀";

    private final URI elasticsearch;
    private final HttpClient http = HttpClient.newHttpClient();
    private final IndexNames names = new IndexNames("console-api");
    private final ConsoleServer console;

    ConsoleApiIT(URI elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.console = ConsoleServer.builder(elasticsearch).indices(names).start();
    }

    @AfterAll
    void stop() {
        console.close();
    }

    /** Four members of a club, one who left, one who was only acted upon; and a community without a program. */
    @BeforeAll
    void seed() throws IOException {
        try (Documents club = new Documents(elasticsearch, names, "club")) {
            club.program("Asia/Shanghai", new String[] {"activity: visitor, member, regular, elder"}, new String[] {
                "storyteller: The storyteller"
            });
            club.put(member(club, "ann", 40, "regular", "mature"));
            club.put(member(club, "Anton", 30, "member", "growing"));
            club.put(member(club, "bob", 3, "visitor", "newcomer"));
            club.put(member(club, HOSTILE, 2, "visitor", "newcomer"));
            club.put(member(club, "gone", 50, "member", "left")
                    .put("leftAt", NOW.minus(DAY).toString()));
            ObjectNode ghost = club.member("ghost", NOW, NOW.minus(DAY));
            ghost.remove(List.of("joinedAt", "lastActiveAt"));
            club.put(ghost);

            club.tier("ann", NOW.minus(DAY), "activity", "member", "regular", Map.of("active_days_30d", 12));
            club.tier("Anton", NOW.minus(DAY.multipliedBy(20)), "activity", "visitor", "member", Map.of("posts", 1));
            club.putOutcome(Documents.byClock(
                    club.outcome("tier-changed", "bob", NOW.minus(DAY.multipliedBy(2)), Map.of("posts", 0))
                            .put("ladder", "activity")
                            .put("from", "member")
                            .put("to", "visitor")
                            .put("direction", "down"),
                    "midnight"));
            club.stage("bob", NOW.minus(DAY.multipliedBy(3)), null, "newcomer", Map.of());
            for (int i = 0; i < 60; i++) {
                club.badge(
                        i == 59 ? HOSTILE : "ann",
                        NOW.minus(DAY.multipliedBy(60 - i)),
                        "storyteller",
                        "The storyteller",
                        "level-" + i,
                        Map.of("posts", i, "active_days_30d", 2.5));
            }
            club.putOutcome(club.outcome("badge-awarded", "ann", NOW, Map.of())
                    .put("badge", "trial")
                    .put("title", "On trial")
                    .put("times", 1)
                    .put("shadow", true));

            for (int i = 0; i < 20; i++) {
                Instant raised = NOW.minus(DAY.multipliedBy(i + 1));
                club.alert("m" + i, "quiet", "warning", raised.minus(DAY), raised, raised, "Say hello.");
            }
            club.alert("ann", "worth-a-look", "info", NOW, NOW, null, null);
            club.alert(
                    "Anton",
                    "churn-risk",
                    "critical",
                    NOW.minus(DAY.multipliedBy(9)),
                    NOW.minus(DAY.multipliedBy(8)),
                    NOW.minus(DAY.multipliedBy(8)),
                    "Ask what changed.");
            club.alert(
                    "bob",
                    "churn-risk",
                    "critical",
                    NOW.minus(DAY.multipliedBy(5)),
                    NOW.minus(DAY.multipliedBy(4)),
                    NOW.minus(DAY.multipliedBy(4)),
                    "Ask what changed.");
            club.putAlert(
                    club.alert("ann", "quiet", "critical", NOW, NOW, null, null).put("state", "resolved"));
            club.putAlert(
                    club.alert("ann", "quiet", "critical", NOW, NOW, null, null).put("shadow", true));
            club.sendAndRefresh();
        }
        try (Documents other = new Documents(elasticsearch, names, "no-program")) {
            other.put(member(other, "x", 5, "low", "growing"));
            other.put(member(other, "y", 5, "low", "growing"));
            other.put(member(other, "z", 5, "high", "growing"));
            other.sendAndRefresh();
        }
    }

    private static ObjectNode member(Documents documents, String name, int days, String tier, String stage) {
        ObjectNode member = documents
                .member(
                        name,
                        NOW.minus(DAY.multipliedBy(days)),
                        name.equals("ann") ? NOW : NOW.minus(DAY.multipliedBy(2)))
                .put("stage", stage)
                .put("points", 42)
                .put("pointsEarned", 50);
        member.withObject("/tiers").put("activity", tier);
        member.withObject("/metrics").put("posts", 7);
        member.withArray("/badges")
                .addObject()
                .put("badge", "storyteller")
                .put("level", "level-3")
                .put("times", 1);
        member.withArray("/next")
                .addObject()
                .put("badge", "storyteller")
                .put("level", "gold")
                .put("metric", "posts")
                .put("have", 7)
                .put("need", 10);
        member.withArray("/next")
                .addObject()
                .put("ladder", "activity")
                .put("tier", "elder")
                .put("condition", "in_segment('wise')");
        return member;
    }

    @Test
    void communities_are_those_with_a_program_or_with_members() throws Exception {
        assertThat(json("/api/communities")).isEqualTo(JSON.readTree("""
                        [{"community": "club", "program": "club", "members": 4},
                         {"community": "no-program", "program": null, "members": 3}]"""));
    }

    @Test
    void tiers_come_in_the_program_s_order_with_those_that_nobody_holds_and_without_who_left() throws Exception {
        JsonNode ladders = json("/api/overview?community=club").path("ladders");

        assertThat(ladders).isEqualTo(JSON.readTree("""
                        [{"ladder": "activity", "tiers": [
                          {"tier": "visitor", "members": 2, "roseInWeek": 0, "fellInWeek": 1},
                          {"tier": "member", "members": 1, "roseInWeek": 0, "fellInWeek": 0},
                          {"tier": "regular", "members": 1, "roseInWeek": 1, "fellInWeek": 0},
                          {"tier": "elder", "members": 0, "roseInWeek": 0, "fellInWeek": 0}]}]"""));
    }

    @Test
    void without_a_program_tiers_come_by_count_and_the_time_is_utc() throws Exception {
        JsonNode overview = json("/api/overview?community=no-program");

        assertThat(overview.at("/clock/timezone").asText()).isEqualTo("UTC");
        assertThat(overview.at("/ladders/0/tiers").findValuesAsText("tier")).containsExactly("low", "high");
    }

    @Test
    void the_overview_counts_members_by_stage_and_tells_who_is_new_active_or_gone() throws Exception {
        JsonNode overview = json("/api/overview?community=club");

        assertThat(overview.path("totals")).isEqualTo(JSON.readTree("""
                        {"members": 4, "left": 1, "visitors": 1, "joinedInWeek": 2, "activeInWeek": 4, "badgesInWeek": 7}"""));
        assertThat(overview.path("stages").findValuesAsText("stage"))
                .containsExactly("newcomer", "growing", "mature", "dormant", "churned", "left");
        assertThat(overview.path("stages").findValuesAsText("members")).containsExactly("2", "1", "1", "0", "0", "1");
        assertThat(overview.at("/stages/0/enteredInWeek").asInt()).isEqualTo(1);
    }

    @Test
    void the_clock_is_the_latest_instant_on_record() throws Exception {
        assertThat(json("/api/overview?community=club").path("clock")).isEqualTo(JSON.readTree("""
                        {"community": "club", "at": "2024-03-20T12:00:00.000Z",
                         "latest": "2024-03-20T12:00:00.000Z", "timezone": "Asia/Shanghai",
                         "program": "club", "version": 3, "mode": "live"}"""));
    }

    /** One job has one clock: what has happened elsewhere tells how late it is where nothing did. */
    @Test
    void where_nothing_happens_it_is_as_late_as_where_something_did() throws Exception {
        JsonNode clock = json("/api/overview?community=no-program").path("clock");

        assertThat(clock.path("at").asText()).isEqualTo("2024-03-20T12:00:00.000Z");
        assertThat(clock.path("latest").asText()).isEqualTo("2024-03-18T12:00:00.000Z");
    }

    @Test
    void the_latest_badges_come_first_and_what_a_shadow_program_gave_does_not_come() throws Exception {
        JsonNode badges = json("/api/badges?community=club");

        assertThat(badges).hasSize(20);
        assertThat(badges.get(0).path("member").asText()).isEqualTo(HOSTILE);
        assertThat(badges.findValuesAsText("at")).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(badges.findValuesAsText("title")).containsOnly("The storyteller");
    }

    @Test
    void open_alerts_come_most_critical_first_then_newest_with_what_to_do() throws Exception {
        JsonNode page = json("/api/alerts?community=club");

        assertThat(page.path("open").asInt()).isEqualTo(23);
        assertThat(page.path("matching").asInt()).isEqualTo(23);
        assertThat(page.path("counts")).isEqualTo(JSON.readTree("""
                        [{"alert": "churn-risk", "severity": "critical", "open": 2},
                         {"alert": "quiet", "severity": "warning", "open": 20},
                         {"alert": "worth-a-look", "severity": "info", "open": 1}]"""));
        assertThat(page.path("items").findValuesAsText("member"))
                .startsWith("bob", "Anton", "m0", "m1", "m2")
                .hasSize(15);
        JsonNode first = page.at("/items/0");
        assertThat(first.path("playbook").asText()).isEqualTo("Ask what changed.");
        assertThat(first.path("raisedAt").asText()).isEqualTo("2024-03-16T12:00:00.000Z");
        assertThat(first.path("deadline").asText()).isEqualTo("2024-03-16T12:00:00.000Z");
    }

    @Test
    void every_open_alert_is_on_exactly_one_page() throws Exception {
        List<String> members = new ArrayList<>();
        for (int page = 0; page < 3; page++) {
            members.addAll(json("/api/alerts?community=club&page=" + page)
                    .path("items")
                    .findValuesAsText("member"));
        }

        assertThat(members).hasSize(23).doesNotHaveDuplicates().endsWith("m19", "ann");
    }

    @Test
    void alerts_of_one_name_can_be_asked_for() throws Exception {
        JsonNode page = json("/api/alerts?community=club&alert=churn-risk");

        assertThat(page.path("items").findValuesAsText("member")).containsExactly("bob", "Anton");
        assertThat(page.path("matching").asInt()).isEqualTo(2);
        assertThat(page.path("open").asInt()).isEqualTo(23);
    }

    @Test
    void members_are_found_by_the_beginning_of_their_name_in_either_case() throws Exception {
        assertThat(json("/api/members?community=club&prefix=AN").findValuesAsText("member"))
                .containsExactly("Anton", "ann");
        assertThat(json("/api/members?community=club&prefix=" + encoded("a/b c?&=%2F<s"))
                        .findValuesAsText("member"))
                .containsExactly(HOSTILE);
        assertThat(json("/api/members?community=club&prefix=" + encoded("a*"))).isEmpty();
        assertThat(json("/api/members?community=no-program&prefix=ann")).isEmpty();
    }

    @Test
    void a_member_says_where_they_stand_and_what_is_missing() throws Exception {
        JsonNode bob = json("/api/member?community=club&member=bob");

        assertThat(bob.path("tiers")).isEqualTo(JSON.readTree("""
                        [{"ladder": "activity", "tier": "visitor", "tiers": ["visitor", "member", "regular", "elder"]}]"""));
        assertThat(bob.at("/badges/0/title").asText()).isEqualTo("The storyteller");
        assertThat(bob.at("/next/0/title").asText()).isEqualTo("The storyteller");
        assertThat(bob.at("/next/0/have").asInt()).isEqualTo(7);
        assertThat(bob.at("/next/0/need").asInt()).isEqualTo(10);
        assertThat(bob.at("/next/1/condition").asText()).isEqualTo("in_segment('wise')");
        assertThat(bob.at("/openAlerts/0/playbook").asText()).isEqualTo("Ask what changed.");
        assertThat(bob.path("points").asInt()).isEqualTo(42);
        assertThat(bob.at("/metrics/posts").asInt()).isEqualTo(7);
    }

    @Test
    void a_member_whose_name_is_hostile_is_a_member_like_any_other() throws Exception {
        String query = "community=club&member=" + encoded(HOSTILE);

        assertThat(json("/api/member?" + query).path("member").asText()).isEqualTo(HOSTILE);
        assertThat(json("/api/timeline?" + query).path("outcomes")).hasSize(1);
    }

    @Test
    void a_member_who_is_not_there_is_not_found() throws Exception {
        HttpResponse<String> answer = get("/api/member?community=club&member=BOB");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).path("message").asText())
                .isEqualTo("There is no member \"BOB\" in this community.");
    }

    @Test
    void a_timeline_comes_newest_first_page_by_page_and_says_why_each_happened() throws Exception {
        List<JsonNode> outcomes = new ArrayList<>();
        String before = "";
        int pages = 0;
        do {
            JsonNode page = json("/api/timeline?community=club&member=ann" + before);
            page.path("outcomes").forEach(outcomes::add);
            before = page.hasNonNull("before")
                    ? "&before=" + encoded(page.path("before").asText())
                    : "";
            pages++;
        } while (!before.isEmpty());

        assertThat(pages).isEqualTo(2);
        assertThat(outcomes)
                .extracting(outcome -> outcome.path("id").asText())
                .hasSize(64)
                .doesNotHaveDuplicates();
        assertThat(outcomes)
                .extracting(outcome -> outcome.path("at").asText())
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(outcomes.get(4).path("why").asText())
                .matches("because active_days_30d = 12; set off by event e-\\d+");
        assertThat(outcomes.get(4).path("what").asText())
                .isEqualTo("Rose from Member to Regular on the Activity ladder");
        assertThat(outcomes.get(63).path("why").asText())
                .matches("because active_days_30d = 2.5 and posts = 0; set off by event e-\\d+");
    }

    @Test
    void why_is_said_as_the_program_defines_it_for_as_long_as_its_version_is_in_force() throws Exception {
        IndexNames names = new IndexNames("console-api-words");
        String program = """
                program: club
                community: club
                events: {activity: [post, comment, visit, check-in]}
                alerts: {churn-risk: {since: activity, after: 14d}}
                """;
        try (Documents club = new Documents(elasticsearch, names, "club");
                ConsoleServer server =
                        ConsoleServer.builder(elasticsearch).indices(names).start()) {
            club.program(3, program);
            club.alert("ann", "churn-risk", "critical", NOW.minus(DAY.multipliedBy(14)), NOW, NOW, null);
            club.sendAndRefresh();

            JsonNode raised =
                    json(server, "/api/timeline?community=club&member=ann").at("/outcomes/0");
            assertThat(raised.path("what").asText()).isEqualTo("Alert raised: Churn risk");
            assertThat(raised.path("why").asText())
                    .isEqualTo("because 14 days passed without activity; at the deadline");

            club.program(4, program.replace("since: activity", "since: post"));
            club.sendAndRefresh();

            assertThat(json(server, "/api/timeline?community=club&member=ann")
                            .at("/outcomes/0/why")
                            .asText())
                    .isEqualTo("because 14 days passed without what the program waits for; at the deadline");
        }
    }

    @Test
    void a_timeline_can_be_of_milestones_or_of_points_only() throws Exception {
        assertThat(json("/api/timeline?community=club&member=ann&show=points").path("outcomes"))
                .isEmpty();
        assertThat(json("/api/timeline?community=club&member=bob&show=milestones")
                        .path("outcomes"))
                .hasSize(3);
    }

    @Test
    void where_nothing_was_ever_indexed_there_is_nothing_and_no_error() throws Exception {
        try (ConsoleServer empty = ConsoleServer.builder(elasticsearch)
                .indices(new IndexNames("never-indexed"))
                .start()) {
            assertThat(json(empty, "/api/communities")).isEmpty();
            HttpResponse<String> answer = get(empty, "/api/overview?community=club");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(JSON.readTree(answer.body()).path("remedy").asText()).startsWith("No community is known yet");
        }
    }

    @Test
    void a_community_that_nobody_knows_is_not_found_and_those_that_are_known_are_named() throws Exception {
        for (String path : List.of(
                "/api/overview?community=clubb",
                "/api/badges?community=clubb",
                "/api/alerts?community=clubb",
                "/api/members?community=clubb&prefix=a",
                "/api/member?community=clubb&member=ann",
                "/api/timeline?community=clubb&member=ann")) {
            HttpResponse<String> answer = get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(JSON.readTree(answer.body())).as(path).isEqualTo(JSON.readTree("""
                            {"message": "There is no community \\"clubb\\": it has no program and no members.",
                             "remedy": "Known: club, no-program. Names are told apart by case.",
                             "communities": ["club", "no-program"]}"""));
        }
    }

    @Test
    void a_community_that_has_nothing_but_a_program_is_known_and_empty() throws Exception {
        IndexNames names = new IndexNames("console-api-new");
        try (Documents fresh = new Documents(elasticsearch, names, "fresh")) {
            fresh.program("UTC", new String[] {"activity: visitor, member"}, new String[] {});
            fresh.sendAndRefresh();
        }
        try (ConsoleServer server =
                ConsoleServer.builder(elasticsearch).indices(names).start()) {
            JsonNode overview = json(server, "/api/overview?community=fresh");

            assertThat(overview.at("/clock/at").isNull()).isTrue();
            assertThat(overview.at("/clock/program").asText()).isEqualTo("fresh");
            assertThat(overview.path("stages")).isEmpty();
            assertThat(json(server, "/api/members?community=fresh&prefix=a")).isEmpty();
        }
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return json(console, path);
    }

    private JsonNode json(ConsoleServer server, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(server, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(console, path);
    }

    private HttpResponse<String> get(ConsoleServer server, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
