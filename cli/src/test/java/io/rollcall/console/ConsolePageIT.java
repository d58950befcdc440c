package io.rollcall.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.rollcall.embedded.SharedElasticsearch;
import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page, in a real browser, over a real Elasticsearch with a community of 2,000 members. */
@ExtendWith(SharedElasticsearch.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePageIT {

    private static final Instant NOW = SampleCommunity.NOW;

    /** What a loaded machine may need for a page to come up. */
    private static final double COMES_UP_MILLIS = 30_000;

    private static final List<String> HOSTILE = List.of(
            "<script>document.title='hacked'</script>",
            "<img src=x onerror=document.title='hacked'>",
            "\"quoted\" & 'more' \\ `${1+1}`",
            "a/b c?d#e%2F",
            "😀 Zoë",
            "محمد",
            "m".repeat(300));

    private final URI elasticsearch;
    private final IndexNames names = new IndexNames("console-page");
    private final Chromium chromium = Chromium.start();
    private final ConsoleServer console;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    ConsolePageIT(URI elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.console = ConsoleServer.builder(elasticsearch).indices(names).start();
    }

    @BeforeAll
    void seed() throws IOException {
        try (Documents club = new Documents(elasticsearch, names, "book-club")) {
            new SampleCommunity(club, 7).write();
            ObjectNode ann =
                    club.member("ann", NOW.minus(Duration.ofDays(60)), NOW).put("stage", "mature");
            ann.withObject("/tiers").put("activity", "member");
            ann.withArray("/next")
                    .addObject()
                    .put("ladder", "activity")
                    .put("tier", "regular")
                    .put("metric", "active_days_30d")
                    .put("have", 9)
                    .put("need", 12);
            club.put(ann);
            club.tier(
                    "ann",
                    NOW.minus(Duration.ofDays(2)),
                    "activity",
                    "visitor",
                    "member",
                    Map.of("active_days_30d", 3, "posts", 1));
            club.sendAndRefresh();
        }
        try (Documents moving = new Documents(elasticsearch, names, "moving")) {
            moving.put(moving.member("ann", NOW.minus(Duration.ofDays(60)), NOW).put("stage", "mature"));
            moving.badge("ann", NOW.minus(Duration.ofDays(9)), "first-words", "First words", null, Map.of("posts", 1));
            moving.tier("ann", NOW.minus(Duration.ofDays(9)), "activity", "visitor", "member", Map.of("posts", 1));
            moving.alert("bea", "quiet", "warning", NOW, NOW, null, "Say hello.");
            moving.sendAndRefresh();
        }
        try (Documents hostile = new Documents(elasticsearch, names, "hostile <b>club</b>/1")) {
            for (String name : HOSTILE) {
                hostile.put(
                        hostile.member(name, NOW.minus(Duration.ofDays(3)), NOW).put("stage", "newcomer"));
                hostile.badge(name, NOW, "first-words", "<i>First</i> words", "<b>", Map.of("posts", 1));
                hostile.alert(name, "quiet", "warning", NOW, NOW, null, "<u>Say</u> hello.");
            }
            hostile.sendAndRefresh();
        }
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
    void a_community_shows_its_tiers_stages_alerts_badges_and_its_own_clock() {
        Page page = open("", light());

        assertThat(page)
                .hasTitle("book-club · Rollcall", new PageAssertions.HasTitleOptions().setTimeout(COMES_UP_MILLIS));
        assertThat(table(page, "Activity").getByRole(AriaRole.ROWHEADER))
                .hasText(new String[] {"Veteran", "Regular", "Member", "Visitor"});
        assertThat(page.locator(".stage-name"))
                .hasText(new String[] {"Newcomer", "Growing", "Mature", "Dormant", "Churned", "Left"});
        assertThat(page.locator("open-alerts .entry")).hasCount(15);
        assertThat(page.locator("open-alerts .entry").first()).containsText("Critical");
        assertThat(page.locator("open-alerts .entry").first()).containsText("Ask what changed");
        assertThat(page.locator("latest-badges .entry")).hasCount(14);
        assertThat(page.locator("header .clock")).containsText("15:05");
        assertThat(page.locator("header .clock")).containsText("17 Mar 2026");
        assertThat(page.locator(".indicator")).hasText("Live");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_program_is_shown_with_its_name_and_version() {
        Page page = open("#/book-club", light());

        assertThat(page.locator("header .program")).hasText("program book-club, version 3", textSoon());
    }

    @Test
    void a_community_that_is_mistyped_is_no_entry_of_the_list_and_the_known_ones_are_shown() throws Exception {
        Page page = open("#/book-clubb", light());

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("No community “book-clubb”")))
                .isVisible(visibleSoon());
        assertThat(page.locator(".pick option").getByText("book-clubb")).hasCount(0);
        assertThat(page.locator(".known a").getByText("book-club")).hasCount(1);
        assertThat(page.locator("member-search")).hasCount(0);

        page.locator(".known a").getByText("moving").click();
        assertThat(page.locator("latest-moves .entry").first()).isVisible(visibleSoon());
        assertThat(page.locator(".pick select")).hasValue("moving");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_page_that_waits_for_a_community_shows_it_when_it_comes() throws Exception {
        Page page = open("#/later", light());
        assertThat(page.locator(".page-title")).hasText("No community “later”", textSoon());

        try (Documents later = new Documents(elasticsearch, names, "later")) {
            later.put(later.member("ann", NOW.minus(Duration.ofDays(3)), NOW).put("stage", "newcomer"));
            later.sendAndRefresh();
        }

        assertThat(page.locator(".stage-name").first()).isVisible(visibleSoon());
        assertThat(page.locator(".known")).hasCount(0);
    }

    @Test
    void a_badge_that_is_indexed_while_the_page_is_open_moves_in_without_reload() throws Exception {
        Page page = open("#/moving", light());
        assertThat(page.locator("latest-badges .entry").first()).isVisible(visibleSoon());
        page.evaluate("() => { window.sameDocument = true; }");

        try (Documents documents = new Documents(elasticsearch, names, "moving")) {
            documents.badge("ann", NOW, "world-first", "A badge just won", "gold", Map.of("posts", 200));
            documents.send();
        }
        long sent = System.nanoTime();

        Locator first = page.locator("latest-badges .entry").first();
        assertThat(first).containsText("A badge just won");
        // the promise is two seconds; how busy the machine is that tests it, nobody can promise
        System.out.printf("A badge was on the page %d ms after it was sent%n", (System.nanoTime() - sent) / 1_000_000);
        assertThat(first).hasClass("entry fresh");
        assertThat(first).containsText("now");
        assertThat(page.locator("#announcements")).containsText("ann won A badge just won, Gold");
        assertThat(page.evaluate("() => window.sameDocument")).isEqualTo(true);
    }

    @Test
    void tiers_and_alerts_move_too() throws Exception {
        Page page = open("#/moving", light());
        assertThat(page.locator("latest-moves .entry").first()).isVisible(visibleSoon());

        try (Documents documents = new Documents(elasticsearch, names, "moving")) {
            documents.tier("ann", NOW, "activity", "member", "regular", Map.of("active_days_30d", 12));
            documents.alert("ann", "house-on-fire", "critical", NOW, NOW, null, "Call them.");
            documents.send();
        }

        assertThat(page.locator("latest-moves .entry").first()).containsText("ann rose to Regular");
        assertThat(page.locator("open-alerts .entry").first()).containsText("House on fire");
    }

    @Test
    void a_member_s_page_says_what_happened_why_and_what_comes_next() {
        Page page = open("#/book-club/ann", light());

        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("ann").setExact(true)))
                .isVisible(visibleSoon());
        Locator promotion = page.locator(".outcome")
                .filter(new Locator.FilterOptions().setHasText("Rose from Visitor to Member on the Activity ladder"));
        assertThat(promotion.locator(".why"))
                .hasText(Pattern.compile("because active_days_30d = 3 and posts = 1; set off by event e-\\d+"));
        Locator progress = page.getByRole(AriaRole.PROGRESSBAR);
        assertThat(progress).hasAttribute("aria-valuetext", "9 of 12");
        assertThat(progress).hasAttribute("aria-label", "Regular, Activity ladder: active_days_30d");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_member_is_found_by_keyboard_alone() {
        Page page = open("#/book-club", light());
        assertThat(page.locator(".indicator")).hasText("Live", textSoon());

        page.keyboard().press("/");
        page.keyboard().type("ANN");
        Locator option = page.locator("#found [role=option]");
        assertThat(option.first()).isVisible(visibleSoon());
        assertThat(option.first()).hasAttribute("aria-selected", "true");
        page.keyboard().press("Enter");

        assertThat(page.locator(".page-title")).hasText("ann", textSoon());
        assertThat(page).hasURL(Pattern.compile(".*#/book-club/ann$"));
        page.goBack();
        assertThat(page.locator("tier-ladders h2")).isVisible(visibleSoon());
    }

    @Test
    void alerts_can_be_narrowed_and_paged() {
        Page page = open("#/book-club", light());
        Locator silent = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Silent newcomer"));
        assertThat(silent).isVisible(visibleSoon());

        silent.click();
        assertThat(silent).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("open-alerts .entry .name").first()).hasText("Silent newcomer", textSoon());
        String first = page.locator("open-alerts .entry .member").first().innerText();
        page.getByLabel("Next page").click();

        assertThat(page.locator("open-alerts .pager span").first())
                .containsText("16–30", new LocatorAssertions.ContainsTextOptions().setTimeout(COMES_UP_MILLIS));
        assertThat(page.locator("open-alerts .entry .member").first()).not().hasText(first);
    }

    @Test
    void hostile_names_are_text() {
        String community = encoded("hostile <b>club</b>/1");
        Page page = open("#/" + community, light());

        assertThat(page.locator("latest-badges .entry")).hasCount(HOSTILE.size(), comesUp());
        for (String name : HOSTILE) {
            assertThat(page.locator("latest-badges .member bdi")
                            .getByText(name, new Locator.GetByTextOptions().setExact(true)))
                    .hasCount(1);
        }
        assertThat(page.locator("latest-badges .name").first()).hasText("<i>First</i> words");
        for (String name : HOSTILE) {
            page.navigate(console.uri() + "#/" + community + "/" + encoded(name));
            assertThat(page.locator(".page-title")).hasText(name, textSoon());
            assertThat(page.locator(".outcome").first()).containsText("because posts = 1");
        }
        assertThat(page.locator("main script, main img, main i, main u")).hasCount(0);
        assertThat(page.title()).doesNotContain("hacked");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_name_cannot_hide_behind_invisible_characters() throws Exception {
        try (Documents documents = new Documents(elasticsearch, names, "spoof")) {
            documents.put(documents.member("a\u202Ebc\u200B", NOW, NOW));
            documents.badge("a\u202Ebc\u200B", NOW, "b", "B", null, Map.of());
            documents.sendAndRefresh();
        }

        Page page = open("#/spoof", light());

        assertThat(page.locator("latest-badges .member")).hasText("a\uFFFDbc\uFFFD", textSoon());
        page.locator("latest-badges .member").click();
        assertThat(page.locator(".page-title")).hasText("a\uFFFDbc\uFFFD", textSoon());
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void nobody_is_shut_out(ColorScheme scheme) {
        for (String place : List.of("#/book-club", "#/book-club/ann", "#/nobody", "#/book-club/nobody")) {
            Page page = open(place, light().setColorScheme(scheme));
            assertThat(page.locator("main h1, main h2").first())
                    .isAttached(new LocatorAssertions.IsAttachedOptions().setTimeout(COMES_UP_MILLIS));
            assertThat(page.locator(".indicator")).hasText("Live", textSoon());
            assertThat(page.locator(".loading")).hasCount(0, comesUp());

            // there are no frames, for which it would open another page
            AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
            AxeResults results = (scheme == ColorScheme.LIGHT
                            ? axe.withTags(
                                    List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                            // what looks at colours; all else is the same in every scheme
                            : axe.withRules(List.of("color-contrast", "link-in-text-block")))
                    .analyze();

            assertThat(results.getViolations())
                    .as("%s in %s", place, scheme)
                    .extracting(
                            rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml() + " "
                                    + rule.getNodes().get(0).getFailureSummary())
                    .isEmpty();
            // a page that stays open goes on drawing and asking while the next one is looked at
            closePages();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/book-club", "#/book-club/ann", "#/hostile%20%3Cb%3Eclub%3C%2Fb%3E%2F1"})
    void a_phone_needs_no_sideways_scrolling(String place) {
        Page page = open(place, light().setViewportSize(360, 740));
        assertThat(page.locator(".card").first()).isVisible(visibleSoon());
        assertThat(page.locator(".loading")).hasCount(0, comesUp());

        assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
    }

    @Test
    void who_wants_no_motion_gets_none() {
        for (ReducedMotion wanted : ReducedMotion.values()) {
            Page page = open("#/book-club", light().setReducedMotion(wanted));
            assertThat(page.locator(".indicator.live")).isVisible(visibleSoon());

            assertThat(page.evaluate("() => getComputedStyle(document.querySelector('.pulse')).animationName"))
                    .isEqualTo(wanted == ReducedMotion.REDUCE ? "none" : "pulse");
        }
    }

    @Test
    void a_page_whose_server_goes_away_says_so_and_continues_when_it_is_back() {
        ConsoleServer here = ConsoleServer.builder(elasticsearch).indices(names).start();
        int port = here.port();
        try {
            Page page = open(here, "#/book-club", light());
            assertThat(page.locator(".indicator")).hasText("Live", textSoon());

            here.close();
            assertThat(page.getByRole(AriaRole.ALERT))
                    .containsText(
                            "The console server does not answer.",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(COMES_UP_MILLIS));
            assertThat(page.locator("latest-badges .entry").first()).isVisible();

            here = ConsoleServer.builder(elasticsearch)
                    .indices(names)
                    .port(port)
                    .start();
            assertThat(page.locator(".indicator")).hasText("Live", textSoon());
            assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        } finally {
            here.close();
        }
    }

    @Test
    void without_elasticsearch_the_page_says_what_to_do() {
        try (ConsoleServer alone =
                ConsoleServer.builder(URI.create("http://127.0.0.1:1")).start()) {
            Page page = open(alone, "", light());

            assertThat(page.getByRole(AriaRole.ALERT))
                    .containsText(
                            "Elasticsearch does not answer.",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(COMES_UP_MILLIS));
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Start Elasticsearch");
        }
    }

    @Test
    void where_there_is_no_community_the_page_says_how_to_get_one() {
        try (ConsoleServer empty = ConsoleServer.builder(elasticsearch)
                .indices(new IndexNames("console-nothing"))
                .start()) {
            Page page = open(empty, "", light());

            assertThat(page.locator("h1")).hasText("No community yet", textSoon());
            assertThat(page.locator("main")).containsText("./rollcall demo");
        }
    }

    private static Browser.NewContextOptions light() {
        return new Browser.NewContextOptions()
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale("en-GB")
                // what moves is drawn all the time, by the processors: there is no other one
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(1_440, 960);
    }

    private Page open(String fragment, Browser.NewContextOptions options) {
        return open(console, fragment, options);
    }

    private Page open(ConsoleServer server, String fragment, Browser.NewContextOptions options) {
        complaints.clear();
        BrowserContext context = chromium.browser().newContext(options);
        contexts.add(context);
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.navigate(server.uri() + fragment);
        return page;
    }

    private static Locator table(Page page, String name) {
        return page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName(name));
    }

    private static LocatorAssertions.HasCountOptions comesUp() {
        return new LocatorAssertions.HasCountOptions().setTimeout(COMES_UP_MILLIS);
    }

    private static LocatorAssertions.IsVisibleOptions visibleSoon() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(COMES_UP_MILLIS);
    }

    private static LocatorAssertions.HasTextOptions textSoon() {
        return new LocatorAssertions.HasTextOptions().setTimeout(COMES_UP_MILLIS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
