package io.rollcall.console;

import co.elastic.clients.elasticsearch.core.msearch.MultiSearchItem;
import co.elastic.clients.elasticsearch.core.msearch.MultisearchBody;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which communities there are. */
final class CommunityReader {

    /** More than anyone picks from a list. */
    private static final int MOST = 500;

    private final Search search;

    CommunityReader(Search search) {
        this.search = search;
    }

    /**
     * @param program null while only members are known, and no program
     * @param members who are members now
     */
    record Community(String community, @Nullable String program, long members) {}

    /** Every community that has a program or members, by name. */
    List<Community> all() {
        List<MultiSearchItem<JsonNode>> results = search.all(
                Search.of(search.names().programs(), body -> body.size(MOST)
                        .source(source -> source.filter(filter -> filter.includes("community", "program")))
                        .sort(Queries.by("community"))),
                Search.of(search.names().members(), body -> body.size(0)
                        .query(Queries.isMember())
                        .aggregations(
                                "communities",
                                agg -> agg.terms(
                                        terms -> terms.field("community").size(MOST)))));
        Map<String, Community> communities = new TreeMap<>();
        for (Hit<JsonNode> hit : results.get(0).hits().hits()) {
            ProgramView program = ProgramView.of(Objects.requireNonNull(hit.source()));
            communities.put(program.community(), new Community(program.community(), program.program(), 0));
        }
        Buckets.counts(results.get(1).aggregations(), "communities").forEach((name, members) -> {
            Community known = communities.get(name);
            communities.put(name, new Community(name, known == null ? null : known.program(), members));
        });
        return List.copyOf(communities.values());
    }

    /**
     * Refuses a name that no community has.
     *
     * @throws UnknownCommunityException if there is neither a program nor a member nor an outcome under it
     */
    void requireKnown(String community) {
        boolean known = search
                .all(
                        Search.of(search.names().programs(), body -> anyOf(body, community)),
                        Search.of(search.names().members(), body -> anyOf(body, community)),
                        Search.of(search.names().allOutcomes(), body -> anyOf(body, community)))
                .stream()
                .anyMatch(result -> !result.hits().hits().isEmpty());
        if (!known) {
            throw unknown(community);
        }
    }

    private static MultisearchBody.Builder anyOf(MultisearchBody.Builder body, String community) {
        return body.size(1)
                .trackTotalHits(total -> total.enabled(false))
                .source(source -> source.fetch(false))
                .query(Queries.all(Queries.term("community", community)));
    }

    /** What to say of a name that no community has. */
    UnknownCommunityException unknown(String community) {
        return new UnknownCommunityException(UnknownCommunity.of(
                community, all().stream().map(Community::community).toList()));
    }

    /** The search for a community's program; to be read by {@link #program}. */
    RequestItem programOf(String community) {
        return Search.of(search.names().programs(), body -> body.size(1)
                .query(Queries.all(Queries.term("community", community)))
                .source(source -> source.filter(filter -> filter.excludes("text"))));
    }

    static ProgramView program(MultiSearchItem<JsonNode> result, String community) {
        return result.hits().hits().stream()
                .findFirst()
                .map(hit -> ProgramView.of(Objects.requireNonNull(hit.source())))
                .orElseGet(() -> ProgramView.unknown(community));
    }
}
