package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.program.ProgramException;
import io.rollcall.program.ProgramParser;
import io.rollcall.wording.Terms;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how a program's numbers are said from its text: once a version, as open pages are read twice a second. */
final class GlossaryReader {

    private static final Logger LOG = LoggerFactory.getLogger(GlossaryReader.class);

    private final Search search;
    /** By community: of the version that was in force when it was asked for last. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(long version, Terms terms) {}

    GlossaryReader(Search search) {
        this.search = search;
    }

    /**
     * The glossary of a program; by its names alone where no program is known, or not the text of this one.
     *
     * @throws ElasticsearchAwayException if the text had to be read and could not be
     */
    Glossary of(ProgramView program) {
        Long version = program.version();
        if (version == null) {
            return new Glossary(program, Terms.BY_NAME);
        }
        Known last = known.get(program.community());
        if (last == null || last.version() != version) {
            last = read(program.community(), version);
            known.put(program.community(), last);
        }
        return new Glossary(program, last.terms());
    }

    private Known read(String community, long version) {
        // a version that has come since is read with the next look
        return search
                .all(Search.of(search.names().programs(), body -> body.size(1)
                        .query(Queries.all(Queries.term("community", community)))
                        .source(source -> source.filter(filter -> filter.includes("version", "text")))))
                .get(0)
                .hits()
                .hits()
                .stream()
                .map(hit -> Objects.requireNonNull(hit.source()))
                .filter(document -> document.path("version").asLong() == version)
                .findFirst()
                .map(document -> new Known(version, terms(community, document, version)))
                .orElseGet(() -> new Known(version, Terms.BY_NAME));
    }

    private static Terms terms(String community, JsonNode document, long version) {
        String text = Json.text(document, "text");
        if (text.isEmpty()) {
            return Terms.BY_NAME;
        }
        try {
            return Terms.of(ProgramParser.parse(community, text, version));
        } catch (ProgramException e) {
            LOG.warn(
                    "The numbers of the program of {}, version {}, are shown by their names: this console cannot read"
                            + " it, though the job did; is it older than the job? {}",
                    community,
                    version,
                    e.getMessage());
            return Terms.BY_NAME;
        }
    }
}
