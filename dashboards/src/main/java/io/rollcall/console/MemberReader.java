package io.rollcall.console;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchItem;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One member, the way they came, and how to find them. */
final class MemberReader {

    private static final int FOUND = 10;
    private static final int PAGE = 50;

    /** Among outcomes of one instant, what a reader looks for first. */
    private static final List<String> BY_WEIGHT = List.of(
            "tier-changed",
            "badge-awarded",
            "quest-completed",
            "quest-expired",
            "alert-raised",
            "alert-resolved",
            "stage-changed",
            "segment-entered",
            "segment-left",
            "rfm-changed",
            "redemption-refused",
            "points-posted");

    private final Search search;
    private final CommunityReader communities;
    private final AlertReader alerts;
    private final GlossaryReader glossaries;

    MemberReader(Search search, CommunityReader communities, AlertReader alerts, GlossaryReader glossaries) {
        this.search = search;
        this.communities = communities;
        this.alerts = alerts;
        this.glossaries = glossaries;
    }

    record Found(String member, @Nullable String stage, Map<String, String> tiers) {}

    /** Members whose name begins with a text, in either case, by name; at most 10. */
    List<Found> find(String community, String prefix) {
        MultiSearchItem<JsonNode> result = search.all(Search.of(search.names().members(), body -> body.size(FOUND)
                        .trackTotalHits(total -> total.enabled(false))
                        .query(Queries.all(
                                Queries.term("community", community),
                                Query.of(query -> query.prefix(
                                        p -> p.field("member").value(prefix).caseInsensitive(true)))))
                        .source(source -> source.filter(filter -> filter.includes("member", "stage", "tiers")))
                        .sort(Queries.by("member"))))
                .get(0);
        return sources(result).stream()
                .map(member -> new Found(
                        Json.text(member, "member"),
                        Json.textOrNull(member, "stage"),
                        Json.texts(member.path("tiers"))))
                .toList();
    }

    /** The member, or null if there is none of that name. */
    @Nullable
    MemberView read(String community, String member) {
        List<MultiSearchItem<JsonNode>> results = search.all(
                communities.programOf(community),
                Search.of(search.names().members(), body -> body.size(1)
                        .query(Queries.all(Queries.term("community", community), Queries.term("member", member)))),
                alerts.ofMember(community, member));
        ProgramView program = CommunityReader.program(results.get(0), community);
        Titles titles = glossaries.of(program).titles();
        return sources(results.get(1)).stream()
                .findFirst()
                .map(snapshot -> view(snapshot, program, titles, AlertReader.items(results.get(2))))
                .orElse(null);
    }

    /**
     * A page of the member's outcomes.
     *
     * @param before where an earlier page ended, or null for the newest
     */
    Timeline timeline(String community, String member, Timeline.Show show, @Nullable Cursor before) {
        List<Query> filters =
                new ArrayList<>(List.of(Queries.term("community", community), Queries.term("member", member)));
        if (!show.kinds().isEmpty()) {
            filters.add(Queries.anyOf("kind", show.kinds()));
        }
        RequestItem request = Search.of(search.names().allOutcomes(), body -> {
            body.size(PAGE)
                    .trackTotalHits(total -> total.enabled(false))
                    .query(Queries.all(filters.toArray(Query[]::new)))
                    .sort(Queries.latestFirst("at"), Queries.by("id"));
            return before == null
                    ? body
                    : body.searchAfter(List.of(FieldValue.of(before.at()), FieldValue.of(before.id())));
        });
        List<MultiSearchItem<JsonNode>> results = search.all(communities.programOf(community), request);
        Glossary glossary = glossaries.of(CommunityReader.program(results.get(0), community));
        List<OutcomeView> page = sources(results.get(1)).stream()
                .map(outcome -> OutcomeView.of(outcome, glossary))
                .toList();
        OutcomeView last = page.size() < PAGE ? null : page.get(page.size() - 1);
        List<OutcomeView> ordered = page.stream()
                .sorted(Comparator.comparing(
                                (OutcomeView outcome) -> outcome.at() == null ? Instant.EPOCH : outcome.at(),
                                Comparator.reverseOrder())
                        .thenComparing(outcome -> weight(outcome.kind())))
                .toList();
        return new Timeline(ordered, last == null || last.at() == null ? null : Cursor.after(last.at(), last.id()));
    }

    /** Where a page of a timeline ended. */
    record Cursor(long at, String id) {

        static String after(Instant at, String id) {
            return at.toEpochMilli() + "~" + id;
        }

        /** @throws IllegalArgumentException if the text is none of ours */
        static Cursor parse(String text) {
            int separator = text.indexOf('~');
            if (separator < 1) {
                throw new IllegalArgumentException("not a place in a timeline: " + text);
            }
            return new Cursor(Long.parseLong(text.substring(0, separator)), text.substring(separator + 1));
        }
    }

    private static MemberView view(
            JsonNode snapshot, ProgramView program, Titles titles, List<AlertPage.Item> openAlerts) {
        List<MemberView.Standing> standings = Json.texts(snapshot.path("tiers")).entrySet().stream()
                .map(tier -> new MemberView.Standing(
                        tier.getKey(),
                        tier.getValue(),
                        program.ladders().getOrDefault(tier.getKey(), List.of(tier.getValue()))))
                .toList();
        List<MemberView.Badge> badges = new ArrayList<>();
        for (JsonNode badge : snapshot.path("badges")) {
            String name = Json.text(badge, "badge");
            badges.add(new MemberView.Badge(
                    name,
                    titles.badge(name, ""),
                    Json.textOrNull(badge, "level"),
                    badge.path("times").asInt(1)));
        }
        List<MemberView.Quest> quests = new ArrayList<>();
        for (JsonNode quest : snapshot.path("quests")) {
            quests.add(new MemberView.Quest(Json.text(quest, "quest"), Json.text(quest, "state")));
        }
        List<String> segments = new ArrayList<>();
        snapshot.path("segments").forEach(segment -> segments.add(segment.asText()));
        List<MemberView.Next> next = new ArrayList<>();
        for (JsonNode step : snapshot.path("next")) {
            next.add(next(step, titles));
        }
        return new MemberView(
                Json.text(snapshot, "community"),
                Json.text(snapshot, "member"),
                Json.instant(snapshot, "at"),
                Json.instant(snapshot, "joinedAt"),
                Json.instant(snapshot, "leftAt"),
                Json.instant(snapshot, "lastActiveAt"),
                snapshot.path("points").asLong(),
                snapshot.path("pointsEarned").asLong(),
                Json.textOrNull(snapshot, "stage"),
                segments,
                Json.textOrNull(snapshot, "rfm"),
                standings,
                badges,
                quests,
                openAlerts,
                next,
                Json.numbers(snapshot.path("metrics")));
    }

    private static MemberView.Next next(JsonNode step, Titles titles) {
        String badge = Json.textOrNull(step, "badge");
        return new MemberView.Next(
                Json.textOrNull(step, "ladder"),
                Json.textOrNull(step, "tier"),
                badge,
                badge == null ? null : titles.badge(badge, ""),
                Json.textOrNull(step, "level"),
                Json.textOrNull(step, "metric"),
                step.path("have").isNumber() ? step.path("have").asDouble() : null,
                step.path("need").isNumber() ? step.path("need").asDouble() : null,
                Json.textOrNull(step, "condition"));
    }

    private static int weight(String kind) {
        int weight = BY_WEIGHT.indexOf(kind);
        return weight < 0 ? BY_WEIGHT.size() : weight;
    }

    private static List<JsonNode> sources(MultiSearchItem<JsonNode> result) {
        return result.hits().hits().stream()
                .map(Hit::source)
                .map(Objects::requireNonNull)
                .toList();
    }
}
