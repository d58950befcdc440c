package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.SharedElasticsearch;
import io.rollcall.search.IndexNames;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedElasticsearch.class)
class ConsoleLiveIT {

    private static final Instant NOW = Instant.parse("2024-03-20T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void what_is_indexed_while_pages_are_open_reaches_each(URI elasticsearch) throws Exception {
        IndexNames names = new IndexNames("console-live");
        try (Documents documents = new Documents(elasticsearch, names, "club");
                ConsoleServer console =
                        ConsoleServer.builder(elasticsearch).indices(names).start()) {
            documents.program("UTC", new String[] {"activity: visitor, member"}, new String[0]);
            documents.put(documents.member("ann", NOW, NOW).put("stage", "newcomer"));
            documents.sendAndRefresh();
            try (EventStream one = new EventStream(console, "community=club");
                    EventStream other = new EventStream(console, "community=club&member=ann&show=milestones")) {
                for (EventStream page : List.of(one, other)) {
                    page.awaitSection(
                            "clock", SOON, clock -> clock.path("at").asText().startsWith("2024-03-20T12:00"));
                    page.awaitSection("badges", SOON, badges -> badges.isEmpty());
                }
                other.awaitSection(
                        "timeline", SOON, timeline -> timeline.path("outcomes").isEmpty());
                settle(one);
                int before = one.events().size();

                documents.badge("ann", NOW, "first-words", "First words", null, Map.of("posts", 1));
                documents.send();
                long sent = System.nanoTime();

                for (EventStream page : List.of(one, other)) {
                    page.awaitSection("badges", SOON, badges -> badges.findValuesAsText("title")
                            .contains("First words"));
                }
                other.awaitSection(
                        "timeline", SOON, timeline -> timeline.path("outcomes").size() == 1);
                // the promise is two seconds; how busy the machine is that tests it, nobody can promise
                System.out.printf(
                        "A badge was in every stream %d ms after it was sent%n",
                        (System.nanoTime() - sent) / 1_000_000);
                settle(one);
                assertThat(one.events().subList(before, one.events().size()))
                        .as("only what changed is pushed")
                        .extracting(EventStream.Event::section)
                        // on a busy machine the search server can be slow to answer, which is the status then
                        .filteredOn(section -> !section.equals("status"))
                        .containsExactlyInAnyOrder("badges", "totals");
            }
            try (EventStream again = new EventStream(console, "community=club")) {
                again.awaitSection("badges", SOON, badges -> badges.size() == 1);
            }
        }
    }

    /** Waits until no section has come for a second. */
    private static void settle(EventStream page) {
        int[] seen = {-1};
        await().pollInterval(Duration.ofSeconds(1)).atMost(SOON).until(() -> {
            int now = page.events().size();
            boolean still = now == seen[0];
            seen[0] = now;
            return still;
        });
    }

    /** Whatever a test did to it, others go on with it. */
    @AfterEach
    void elasticsearch_runs(SharedElasticsearch.Server server) {
        server.start();
    }

    @Test
    void elasticsearch_may_come_late_and_go_and_come_back(SharedElasticsearch.Server server) throws Exception {
        IndexNames names = new IndexNames("console-away");
        try (ConsoleServer early =
                        ConsoleServer.builder(server.url()).indices(names).start();
                EventStream page = new EventStream(early, "community=club")) {
            await().atMost(SOON).until(() -> lastStatus(page).equals("ok"));

            server.stop();
            await().atMost(SOON).until(() -> lastStatus(page).equals("away"));

            try (ConsoleServer alone =
                            ConsoleServer.builder(server.url()).indices(names).start();
                    EventStream other = new EventStream(alone, "community=club")) {
                other.awaitSection(
                        "status",
                        SOON,
                        status -> status.path("elasticsearch").asText().equals("away")
                                && status.path("remedy").asText().startsWith("Start Elasticsearch"));

                server.start();
                try (Documents documents = new Documents(server.url(), names, "club")) {
                    documents.badge("ann", NOW, "first-words", "First words", null, Map.of("posts", 1));
                    documents.sendAndRefresh();
                }
                for (EventStream each : List.of(page, other)) {
                    each.awaitSection("badges", SOON, badges -> badges.size() == 1);
                    await().atMost(SOON).until(() -> lastStatus(each).equals("ok"));
                }
            }
        }
    }

    private static String lastStatus(EventStream page) {
        return page.events().stream()
                .filter(event -> event.section().equals("status"))
                .reduce((earlier, later) -> later)
                .map(event -> event.data().path("elasticsearch").asText())
                .orElse("none");
    }
}
