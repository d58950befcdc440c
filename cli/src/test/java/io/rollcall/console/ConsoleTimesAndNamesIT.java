package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import io.rollcall.embedded.SharedElasticsearch;
import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of when what the page shows is, and what it calls things: a busy community and a quiet one under one clock. */
@ExtendWith(SharedElasticsearch.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTimesAndNamesIT {

    private static final Instant NOW = Instant.parse("2026-03-17T14:05:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private static final double COMES_UP_MILLIS = 30_000;

    private final URI elasticsearch;
    private final IndexNames names = new IndexNames("console-times");
    private final Chromium chromium = Chromium.start();
    private final ConsoleServer console;
    private final List<BrowserContext> contexts = new ArrayList<>();

    ConsoleTimesAndNamesIT(URI elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.console = ConsoleServer.builder(elasticsearch).indices(names).start();
    }

    @BeforeAll
    void seed() throws IOException {
        try (Documents busy = new Documents(elasticsearch, names, "busy")) {
            busy.program("Europe/Berlin", new String[] {"activity: visitor, new-regular"}, new String[] {
                "seven-days: seven-days", "story: The storyteller"
            });
            ObjectNode ann = member(busy, "ann", NOW);
            ann.withArray("/badges").addObject().put("badge", "seven-days").put("times", 1);
            ann.withArray("/badges")
                    .addObject()
                    .put("badge", "story")
                    .put("level", "very-good")
                    .put("times", 1);
            busy.put(ann);
            busy.put(member(busy, "noor", NOW.minus(DAY.multipliedBy(3))));
            busy.badge("ann", NOW, "seven-days", "seven-days", null, Map.of("streak", 7));
            busy.badge("ann", NOW.minus(DAY), "story", "The storyteller", "very-good", Map.of("posts", 3));
            busy.tier("ann", NOW.minus(DAY), "activity", "visitor", "new-regular", Map.of());
            busy.alert("ann", "churn-risk", "critical", NOW.minus(DAY.multipliedBy(14)), NOW, NOW, null);
            busy.sendAndRefresh();
        }
        try (Documents quiet = new Documents(elasticsearch, names, "quiet")) {
            quiet.put(member(quiet, "tom", NOW.minus(DAY.multipliedBy(5))));
            quiet.sendAndRefresh();
        }
    }

    private static ObjectNode member(Documents documents, String name, Instant at) {
        ObjectNode member = documents.member(name, NOW.minus(DAY.multipliedBy(60)), at);
        member.withObject("/metrics").put("idle_days", 2);
        return member;
    }

    @AfterEach
    void closePages() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
    }

    @AfterAll
    void stop() {
        console.close();
        chromium.close();
    }

    @Test
    void numbers_of_a_member_to_whom_nothing_happened_since_say_of_when_they_are() {
        Page page = open("#/busy/noor");

        assertThat(page.locator(".as-of"))
                .hasText(
                        "Numbers as of 14 Mar 2026, 15:05; a member’s record is written when something happens to them.",
                        soon());
        assertThat(card(page, "Metrics").locator(".card-head")).containsText("as of 14 Mar 2026, 15:05");
        assertThat(card(page, "What comes next").locator(".card-head")).containsText("as of 14 Mar 2026, 15:05");
    }

    @Test
    void numbers_of_just_now_do_not() {
        Page page = open("#/busy/ann");

        assertThat(card(page, "Metrics")).containsText("idle_days", soonContained());
        assertThat(page.locator(".as-of")).hasCount(0);
        assertThat(card(page, "Metrics").locator(".card-head")).hasText("Metrics");
    }

    @Test
    void a_quiet_community_goes_by_the_clock_of_all_and_says_since_when_it_is_quiet() {
        Page page = open("#/quiet");

        assertThat(page.locator(".quiet"))
                .hasText(
                        Pattern.compile("Nothing on record here since 12 Mar 2026, 14:05 \\(5 ?d(ays)? ago\\)\\. .*"),
                        soon());
        assertThat(page.locator("header .clock")).containsText(Pattern.compile("as of\\s.*17 Mar 2026"));
        assertThat(page.locator("header .clock")).containsText("14:05");

        page.navigate(console.uri() + "#/quiet/tom");
        assertThat(page.locator(".facts"))
                .containsText(Pattern.compile("Last active\\s*5 ?d(ays)? ago"), soonContained());
    }

    @Test
    void a_community_in_which_something_just_happened_is_not_called_quiet() {
        Page page = open("#/busy");

        assertThat(page.locator("latest-badges .entry")).hasCount(2, soonCounted());
        assertThat(page.locator(".quiet")).hasCount(0);
    }

    @Test
    void what_has_a_title_is_called_by_it_and_what_has_none_is_called_alike_in_every_place() {
        Page page = open("#/busy");
        assertThat(page.locator("latest-badges .entry .name"))
                .hasText(new String[] {"Seven days", "The storyteller"}, soon());
        assertThat(page.locator("latest-badges .chip")).hasText("Very good");
        assertThat(page.locator("latest-moves .entry")).containsText("rose to New regular");
        assertThat(page.locator("open-alerts .entry .name")).hasText("Churn risk");

        page.navigate(console.uri() + "#/busy/ann");

        assertThat(page.locator(".badges .name")).hasText(new String[] {"Seven days", "The storyteller"}, soon());
        assertThat(page.locator(".badges .chip")).hasText("Very good");
        for (String what : List.of(
                "Won the badge Seven days",
                "Won the badge The storyteller, Very good",
                "Rose from Visitor to New regular on the Activity ladder",
                "Alert raised: Churn risk")) {
            assertThat(page.getByText(what, new Page.GetByTextOptions().setExact(true)))
                    .hasCount(1);
        }
    }

    private Page open(String fragment) {
        BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale("en-GB")
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(1_440, 960));
        contexts.add(context);
        Page page = context.newPage();
        page.navigate(console.uri() + fragment);
        return page;
    }

    private static Locator card(Page page, String title) {
        return page.locator("section.card")
                .filter(new Locator.FilterOptions().setHas(page.locator("h2").getByText(title)));
    }

    private static LocatorAssertions.HasTextOptions soon() {
        return new LocatorAssertions.HasTextOptions().setTimeout(COMES_UP_MILLIS);
    }

    private static LocatorAssertions.ContainsTextOptions soonContained() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(COMES_UP_MILLIS);
    }

    private static LocatorAssertions.HasCountOptions soonCounted() {
        return new LocatorAssertions.HasCountOptions().setTimeout(COMES_UP_MILLIS);
    }
}
