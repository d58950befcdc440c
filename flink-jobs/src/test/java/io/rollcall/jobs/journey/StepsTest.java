package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.jobs.event.Origin;
import io.rollcall.jobs.event.Reached;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every part of an event that an engine can ask about comes back. */
class StepsTest {
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final long WEEK = Duration.ofDays(7).toMillis();

    private static final Program PROGRAM = ProgramParser.parse("club.yaml", """
                    program: club
                    community: club
                    metrics:
                      posts: {count: post}
                      books: {distinct: post, of: book}
                      fans: {distinct: like, of: member, as: recipient}
                      spent: {sum: purchase}
                      last: {since: post}
                    badges: {talker: {metric: posts, levels: {bronze: 1}}}
                    alerts: {silent: {since: post, after: 7d}}
                    """, 1);

    private final Engine engine = new Engine(PROGRAM);
    private final Steps steps = new Steps();
    private MemberState state = engine.newMember("anna");

    @Test
    void theyMakeTheSameStateAgain() throws IOException {
        event("e-1", "post", "anna", null, NOON, 0, false, Map.of("book", "Emma", "mood", "\u00e9"));
        event("e-2", "like", "bert", "anna", NOON + 1, 0, true, Map.of());
        event("e-3", "like", null, "anna", NOON + 2, 0, true, Map.of());
        event("e-4", "purchase", "anna", "bert", NOON - 3, -12.5, false, Map.of());
        event("e-5", "like", "anna", "anna", NOON + 4, 0, false, Map.of());
        event("e-5", "like", "anna", "anna", NOON + 4, 0, true, Map.of());
        steps.add(NOON + 2 * WEEK);
        state = engine.decide(state, NOON + 2 * WEEK).state();
        assertThat(steps.size()).isEqualTo(7);

        assertThat(StateCodec.bytes(steps.again(engine, engine.newMember("anna"))))
                .isEqualTo(StateCodec.bytes(state));
        steps.clear();
        assertThat(StateCodec.bytes(steps.again(engine, engine.newMember("anna"))))
                .as("nothing was done since")
                .isEqualTo(StateCodec.bytes(engine.newMember("anna")));
    }

    private void event(
            String id,
            String type,
            @Nullable String actor,
            @Nullable String recipient,
            long at,
            double value,
            boolean asRecipient,
            Map<String, String> attributes)
            throws IOException {
        Event event = new Event(id, "club", type, actor, recipient, at, value, attributes);
        steps.add(new Reached(event, asRecipient, new Origin(0, 0)));
        state = engine.decide(state, event).state();
    }
}
