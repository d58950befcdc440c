package io.rollcall.console;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchItem;
import co.elastic.clients.elasticsearch.core.msearch.MultisearchBody;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a community at a glance, in two round trips: the second needs the clock and the community's ladders. A version of
 * the program that is new takes a third.
 *
 * <p>Implementation note: counts are asked with size 0 and a window that begins on the full hour, so that Elasticsearch
 * answers from its request cache as long as nothing was written, which makes polling an idle community nearly free.
 */
final class OverviewReader {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final int LATEST = 20;
    /** Of so many members one is on every ladder. */
    private static final int SAMPLE = 20;

    private static final int MOST_LADDERS = 20;
    private static final int MOST_TIERS = 100;
    private static final List<String> STAGES = List.of("newcomer", "growing", "mature", "dormant", "churned", "left");

    private final Search search;
    private final CommunityReader communities;
    private final AlertReader alerts;
    private final GlossaryReader glossaries;

    OverviewReader(Search search, CommunityReader communities, AlertReader alerts, GlossaryReader glossaries) {
        this.search = search;
        this.communities = communities;
        this.alerts = alerts;
        this.glossaries = glossaries;
    }

    /**
     * Reads it.
     *
     * @throws UnknownCommunityException if there is neither a program nor a member nor an outcome of such a one
     */
    Overview read(String community) {
        List<MultiSearchItem<JsonNode>> first = search.all(
                communities.programOf(community),
                Search.of(search.names().members(), body -> latest(body, community)),
                Search.of(search.names().allOutcomes(), body -> latest(body, community)),
                Search.of(search.names().members(), OverviewReader::latestOfAll),
                Search.of(search.names().allOutcomes(), OverviewReader::latestOfAll));
        if (first.stream().allMatch(result -> result.hits().hits().isEmpty())) {
            throw communities.unknown(community);
        }
        ProgramView program = CommunityReader.program(first.get(0), community);
        Instant latest = later(at(first.get(1)), at(first.get(2)));
        // a snapshot is of the job's clock, so those of others tell what time it is where nothing happens
        Instant now = later(latest, later(at(first.get(3)), at(first.get(4))));
        Instant week = (now == null ? Instant.EPOCH : now).minus(WEEK).truncatedTo(ChronoUnit.HOURS);
        List<String> ladders = ladders(program, first.get(1));

        List<MultiSearchItem<JsonNode>> second = search.all(
                members(community, ladders, week),
                moves(community, week),
                alerts.counts(community),
                alerts.items(community, null, 0),
                latestOf(community, "badge-awarded"),
                latestOf(community, "tier-changed"));
        Map<String, Aggregate> members = second.get(0).aggregations();
        Map<String, Aggregate> moves = second.get(1).aggregations();
        Map<String, Aggregate> current = Buckets.within(members, "current");
        Overview.Totals totals = new Overview.Totals(
                Buckets.filtered(members, "current"),
                Buckets.filtered(members, "left"),
                Buckets.filtered(members, "visitors"),
                Buckets.filtered(current, "joined"),
                Buckets.filtered(current, "active"),
                Buckets.filtered(moves, "badges"));
        Overview.Clock clock = new Overview.Clock(
                community, now, latest, program.timezone(), program.program(), program.version(), program.mode());
        Glossary glossary = glossaries.of(program);
        return new Overview(
                clock,
                totals,
                tiers(program, ladders, current, moves),
                stages(members, moves),
                AlertReader.read(second.get(2), second.get(3), 0),
                outcomes(second.get(4), glossary),
                outcomes(second.get(5), glossary));
    }

    /** The program's ladders; without a program, those on which members are. */
    private static List<String> ladders(ProgramView program, MultiSearchItem<JsonNode> sample) {
        if (!program.ladders().isEmpty()) {
            return program.ladders().keySet().stream().limit(MOST_LADDERS).toList();
        }
        Set<String> seen = new LinkedHashSet<>();
        for (Hit<JsonNode> hit : sample.hits().hits()) {
            seen.addAll(Json.texts(Objects.requireNonNull(hit.source()).path("tiers"))
                    .keySet());
        }
        return seen.stream().limit(MOST_LADDERS).toList();
    }

    private static MultisearchBody.Builder latest(MultisearchBody.Builder body, String community) {
        return body.size(SAMPLE)
                .trackTotalHits(total -> total.enabled(false))
                .query(Queries.all(Queries.term("community", community)))
                .source(source -> source.filter(filter -> filter.includes("tiers")))
                .sort(Queries.latestFirst("at"))
                .aggregations("at", agg -> agg.max(max -> max.field("at")));
    }

    /** Without a query: Elasticsearch looks the latest up in its index of instants, however many documents there are. */
    private static MultisearchBody.Builder latestOfAll(MultisearchBody.Builder body) {
        return body.size(0)
                .trackTotalHits(total -> total.enabled(false))
                .aggregations("at", agg -> agg.max(max -> max.field("at")));
    }

    private static @Nullable Instant at(MultiSearchItem<JsonNode> result) {
        return Buckets.latest(result.aggregations(), "at");
    }

    private RequestItem members(String community, List<String> ladders, Instant week) {
        return Search.of(search.names().members(), body -> body.size(0)
                .query(Queries.all(Queries.term("community", community)))
                .aggregations(
                        "stages", agg -> agg.terms(terms -> terms.field("stage").size(MOST_TIERS)))
                .aggregations(
                        "left", agg -> agg.filter(Queries.all(Queries.exists("joinedAt"), Queries.exists("leftAt"))))
                .aggregations("visitors", agg -> agg.filter(Queries.not(Queries.exists("joinedAt"))))
                .aggregations("current", agg -> {
                    var current = agg.filter(Queries.isMember())
                            .aggregations("joined", inner -> inner.filter(Queries.since("joinedAt", week)))
                            .aggregations("active", inner -> inner.filter(Queries.since("lastActiveAt", week)));
                    for (int i = 0; i < ladders.size(); i++) {
                        String field = "tiers." + ladders.get(i);
                        current = current.aggregations(
                                "ladder" + i,
                                inner -> inner.terms(terms -> terms.field(field).size(MOST_TIERS)));
                    }
                    return current;
                }));
    }

    private RequestItem moves(String community, Instant week) {
        return Search.of(search.names().allOutcomes(), body -> body.size(0)
                .query(Queries.all(
                        Queries.term("community", community), Queries.since("at", week), Queries.notShadow()))
                .aggregations("badges", agg -> agg.filter(Queries.term("kind", "badge-awarded")))
                .aggregations("tiers", agg -> agg.filter(Queries.term("kind", "tier-changed"))
                        .aggregations("ladders", ladder -> ladder.terms(
                                        terms -> terms.field("ladder").size(MOST_LADDERS))
                                .aggregations("to", to -> to.terms(
                                                terms -> terms.field("to").size(MOST_TIERS))
                                        .aggregations(
                                                "direction",
                                                direction -> direction.terms(terms ->
                                                        terms.field("direction").size(2))))))
                .aggregations("stages", agg -> agg.filter(Queries.term("kind", "stage-changed"))
                        .aggregations(
                                "to", to -> to.terms(terms -> terms.field("to").size(MOST_TIERS)))
                        .aggregations(
                                "from",
                                from -> from.terms(terms -> terms.field("from").size(MOST_TIERS)))));
    }

    private RequestItem latestOf(String community, String kind) {
        return Search.of(search.names().allOutcomes(), body -> body.size(LATEST)
                .trackTotalHits(total -> total.enabled(false))
                .query(Queries.all(
                        Queries.term("community", community), Queries.term("kind", kind), Queries.notShadow()))
                .sort(Queries.latestFirst("at"), Queries.by("id")));
    }

    private static List<Overview.Ladder> tiers(
            ProgramView program, List<String> ladders, Map<String, Aggregate> current, Map<String, Aggregate> moves) {
        Map<String, Map<String, Aggregate>> movesByLadder = new LinkedHashMap<>();
        for (StringTermsBucket ladder : Buckets.of(Buckets.within(moves, "tiers"), "ladders")) {
            movesByLadder.put(ladder.key().stringValue(), ladder.aggregations());
        }
        List<Overview.Ladder> result = new ArrayList<>();
        for (int i = 0; i < ladders.size(); i++) {
            String ladder = ladders.get(i);
            Map<String, Long> counts = Buckets.counts(current, "ladder" + i);
            Map<String, Map<String, Long>> directions = new LinkedHashMap<>();
            for (StringTermsBucket to : Buckets.of(movesByLadder.getOrDefault(ladder, Map.of()), "to")) {
                directions.put(to.key().stringValue(), Buckets.counts(to.aggregations(), "direction"));
            }
            Set<String> tiers = new LinkedHashSet<>(program.ladders().getOrDefault(ladder, List.of()));
            tiers.addAll(counts.keySet());
            result.add(new Overview.Ladder(
                    ladder,
                    tiers.stream()
                            .map(tier -> new Overview.Tier(
                                    tier,
                                    counts.getOrDefault(tier, 0L),
                                    directions.getOrDefault(tier, Map.of()).getOrDefault("up", 0L),
                                    directions.getOrDefault(tier, Map.of()).getOrDefault("down", 0L)))
                            .toList()));
        }
        return result;
    }

    private static List<Overview.Stage> stages(Map<String, Aggregate> members, Map<String, Aggregate> moves) {
        Map<String, Long> counts = Buckets.counts(members, "stages");
        Map<String, Aggregate> changes = Buckets.within(moves, "stages");
        Map<String, Long> entered = Buckets.counts(changes, "to");
        Map<String, Long> left = Buckets.counts(changes, "from");
        if (counts.isEmpty()) {
            return List.of();
        }
        Set<String> stages = new LinkedHashSet<>(STAGES);
        stages.addAll(counts.keySet());
        return stages.stream()
                .map(stage -> new Overview.Stage(
                        stage,
                        counts.getOrDefault(stage, 0L),
                        entered.getOrDefault(stage, 0L),
                        left.getOrDefault(stage, 0L)))
                .toList();
    }

    private static List<OutcomeView> outcomes(MultiSearchItem<JsonNode> result, Glossary glossary) {
        return result.hits().hits().stream()
                .map(hit -> OutcomeView.of(Objects.requireNonNull(hit.source()), glossary))
                .toList();
    }

    /** A snapshot may follow its outcomes by a while; the clock does not go back to wait for it. */
    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
