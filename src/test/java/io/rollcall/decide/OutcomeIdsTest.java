package io.rollcall.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Consumers know outcomes by their ids: an id that changes is the same thing told twice. */
class OutcomeIdsTest {

    /** Every outcome of a short history, one a line: its instant, member, kind and id. */
    private static List<String> told() throws IOException {
        Program program = ProgramParser.parse("busy.yaml", Files.readString(Path.of("test/resources/busy.yaml")), 0);
        var engine = new Engine(program);
        Map<String, MemberState> states = new TreeMap<>();
        var lines = new ArrayList<String>();
        for (Event event : RandomHistory.of(7, 150)) {
            for (String member : new String[] {event.member(), event.recipient()}) {
                if (member != null && (member.equals(event.member()) || event.reachesRecipient())) {
                    Decision decision = engine.decide(states.computeIfAbsent(member, engine::newMember), event);
                    states.put(member, decision.state());
                    decision.outcomes().forEach(outcome -> lines.add(line(outcome)));
                }
            }
        }
        return lines;
    }

    private static String line(Outcome outcome) {
        var header = outcome.header();
        return header.at() + " " + header.member() + " " + outcome.getClass().getSimpleName() + " " + header.id();
    }

    @Test
    void idsAreThoseThatEveryVersionBeforeGave() throws IOException {
        assertThat(told()).isEqualTo(Files.readAllLines(Path.of("test/resources/golden/outcome-ids.txt")));
    }

    /** Prints the ids as they are now; they may only ever get more. */
    public static void main(String[] args) throws IOException {
        told().forEach(System.out::println);
    }
}
