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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Consumers know outcomes by their ids: an id that changes is the same thing told twice. */
class OutcomeIdsTest {

    /** Every outcome of a short history, one a line: its instant, member, kind and id. */
    private static List<String> told() throws IOException {
        return outcomes("").stream().map(OutcomeIdsTest::line).toList();
    }

    private static List<Outcome> outcomes(String further) throws IOException {
        String text = Files.readString(Path.of("test/resources/busy.yaml")) + further;
        Program program = ProgramParser.parse("busy.yaml", text, 0);
        var engine = new Engine(program);
        Map<String, MemberState> states = new TreeMap<>();
        var outcomes = new ArrayList<Outcome>();
        for (Event event : RandomHistory.of(7, 150)) {
            for (String member : new String[] {event.member(), event.recipient()}) {
                if (member != null && (member.equals(event.member()) || event.reachesRecipient())) {
                    Decision decision = engine.decide(states.computeIfAbsent(member, engine::newMember), event);
                    states.put(member, decision.state());
                    outcomes.addAll(decision.outcomes());
                }
            }
        }
        return outcomes;
    }

    private static String line(Outcome outcome) {
        var header = outcome.header();
        return header.at() + " " + header.member() + " " + outcome.getClass().getSimpleName() + " " + header.id();
    }

    @Test
    void idsAreThoseThatEveryVersionBeforeGave() throws IOException {
        assertThat(told()).isEqualTo(Files.readAllLines(Path.of("test/resources/golden/outcome-ids.txt")));
    }

    @Test
    void whatAProgramOnTrialGivesHasOtherIdsThanWhatTheSameProgramGivesLive() throws IOException {
        Set<String> live = ids(outcomes(""));
        Set<String> shadow = ids(outcomes("\nmode: shadow\n"));

        assertThat(shadow).hasSameSizeAs(live).doesNotContainAnyElementsOf(live);
        assertThat(ids(outcomes("\nmode: shadow\n"))).isEqualTo(shadow);
    }

    /** Those of outcomes and those of alerts. */
    private static Set<String> ids(List<Outcome> outcomes) {
        Set<String> ids = new TreeSet<>();
        for (Outcome outcome : outcomes) {
            ids.add(outcome.header().id());
            if (outcome instanceof Outcome.AlertRaised raised) {
                ids.add(raised.alert().id());
            }
        }
        return ids;
    }

    /** Prints the ids as they are now; they may only ever get more. */
    public static void main(String[] args) throws IOException {
        told().forEach(System.out::println);
    }
}
