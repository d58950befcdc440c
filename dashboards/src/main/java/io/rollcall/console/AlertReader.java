package io.rollcall.console;

import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchItem;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Open alerts, a page at a time. */
final class AlertReader {

    static final int PAGE_SIZE = 15;
    /** More alerts than any program has rules: all of one member fit. */
    private static final int ALL_OF_A_MEMBER = 1_000;

    /** Elasticsearch pages no deeper than 10,000 hits; who has that many narrows by name. */
    static final int LAST_PAGE = 10_000 / PAGE_SIZE - 1;

    private static final List<String> SEVERITIES = List.of("critical", "warning", "info");
    private static final int MOST_NAMES = 100;

    private final Search search;

    AlertReader(Search search) {
        this.search = search;
    }

    AlertPage page(String community, @Nullable String alert, int page) {
        List<MultiSearchItem<JsonNode>> results = search.all(counts(community), items(community, alert, page));
        return read(results.get(0), results.get(1), page);
    }

    /** The search for open alerts by name and severity. */
    RequestItem counts(String community) {
        return Search.of(search.names().alerts(), body -> body.size(0)
                .trackTotalHits(total -> total.enabled(true))
                .query(open(community, null))
                .aggregations(
                        "alerts", agg -> agg.terms(terms -> terms.field("alert").size(MOST_NAMES))
                                .aggregations(
                                        "severities",
                                        inner -> inner.terms(
                                                terms -> terms.field("severity").size(SEVERITIES.size())))));
    }

    /** The search for one page of open alerts. */
    RequestItem items(String community, @Nullable String alert, int page) {
        return Search.of(search.names().alerts(), body -> body.size(PAGE_SIZE)
                .from(page * PAGE_SIZE)
                .trackTotalHits(total -> total.enabled(true))
                .query(open(community, alert))
                .sort(
                        SortOptions.of(sort -> sort.score(score -> score.order(SortOrder.Desc))),
                        Queries.latestFirst("raisedAt"),
                        Queries.by("alertId")));
    }

    /** The search for every open alert of a member; to be read by {@link #items(MultiSearchItem)}. */
    RequestItem ofMember(String community, String member) {
        return Search.of(search.names().alerts(), body -> body.size(ALL_OF_A_MEMBER)
                .query(Queries.all(open(community, null), Queries.term("member", member)))
                .sort(Queries.latestFirst("raisedAt"), Queries.by("alertId")));
    }

    static AlertPage read(MultiSearchItem<JsonNode> counts, MultiSearchItem<JsonNode> items, int page) {
        List<AlertPage.Count> byName = new ArrayList<>();
        for (StringTermsBucket bucket : Buckets.of(counts.aggregations(), "alerts")) {
            Map<String, Long> severities = Buckets.counts(bucket.aggregations(), "severities");
            severities.forEach((severity, open) ->
                    byName.add(new AlertPage.Count(bucket.key().stringValue(), severity, open)));
        }
        byName.sort(Comparator.comparingInt((AlertPage.Count count) -> rank(count.severity()))
                .thenComparing(AlertPage.Count::open, Comparator.reverseOrder())
                .thenComparing(AlertPage.Count::alert));
        return new AlertPage(total(counts), byName, total(items), page, PAGE_SIZE, items(items));
    }

    static List<AlertPage.Item> items(MultiSearchItem<JsonNode> result) {
        return result.hits().hits().stream()
                .map(hit -> item(Objects.requireNonNull(hit.source())))
                .toList();
    }

    private static AlertPage.Item item(JsonNode alert) {
        return new AlertPage.Item(
                Json.text(alert, "alertId"),
                Json.text(alert, "member"),
                Json.text(alert, "alert"),
                Json.textOrNull(alert, "ladder"),
                Json.text(alert, "severity"),
                Json.instant(alert, "raisedAt"),
                Json.instant(alert, "anchor"),
                Json.instant(alert, "deadline"),
                Json.textOrNull(alert, "playbook"));
    }

    /** Scores by severity, so that no script has to sort what the alphabet sorts wrongly. */
    private static Query open(String community, @Nullable String alert) {
        BoolQuery.Builder bool = new BoolQuery.Builder()
                .filter(Queries.term("community", community), Queries.term("state", "open"), Queries.notShadow());
        if (alert != null) {
            bool.filter(Queries.term("alert", alert));
        }
        for (String severity : SEVERITIES) {
            float score = SEVERITIES.size() - rank(severity);
            bool.should(Query.of(query ->
                    query.constantScore(constant -> constant.boost(score).filter(Queries.term("severity", severity)))));
        }
        return Query.of(query -> query.bool(bool.build()));
    }

    private static int rank(String severity) {
        int rank = SEVERITIES.indexOf(severity);
        return rank < 0 ? SEVERITIES.size() : rank;
    }

    private static long total(MultiSearchItem<JsonNode> result) {
        return result.hits().total() == null ? 0 : result.hits().total().value();
    }
}
