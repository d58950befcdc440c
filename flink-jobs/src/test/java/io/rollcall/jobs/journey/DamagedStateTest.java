package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.member.StateCodec;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.junit.jupiter.api.Test;

/** State that cannot be read stops the job whenever that is found: an event more would lose it. */
class DamagedStateTest {
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final String LIKED = """
            program: club
            community: club
            metrics: {nice: {reach: like, of: post, at: 10, as: recipient, cap: 300}}
            badges: {nice-post: {metric: nice, every: 1}}
            """;

    private static Event like(int number) {
        return new Event(
                "e-" + number, "club", "like", "bob", "anna", START + number, 0, Map.of("post", "post-" + number));
    }

    /** The same bytes, but for a list which can be passed over and cannot be read. */
    private static byte[] damaged(byte[] whole, Event next) throws IOException {
        Program program = ProgramParser.parse("club.yaml", LIKED, 1);
        for (int at = 2; at + 5 <= whole.length; at++) {
            // what is left over behind a state is not read, and here a longer list finds its end in it
            byte[] bytes = Arrays.copyOf(whole, whole.length + 64);
            Arrays.fill(bytes, at, at + 5, (byte) 0);
            try {
                var state = StateCodec.read("anna", bytes, version -> program);
                new Engine(program).decide(state, next);
            } catch (UncheckedIOException e) {
                return bytes;
            } catch (IOException | RuntimeException e) {
                // found at once, or another state
            }
        }
        throw new AssertionError("no such damage");
    }

    @Test
    void aListThatCannotBeReadStopsTheJobAndIsNoDeadLetter() throws Exception {
        try (Journey journey = Journey.withHotAndWarmMembers(0, "0b", LIKED).start()) {
            for (int i = 0; i < 200; i++) {
                journey.event(like(i));
            }
            damage(journey, VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, "member");

            assertThatThrownBy(() -> journey.event(like(200)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("damaged");
            assertThat(journey.deadLetters()).isEmpty();
        }
    }

    /** What is live is whole: only a trial of it has the damage. */
    @Test
    void aTrialsListThatCannotBeReadStopsTheJobAsWell() throws Exception {
        try (Journey journey = Journey.withHotAndWarmMembers(0, "0b", LIKED).start()) {
            journey.program(
                    Journey.trial(2, "sooner", LIKED.replace("program: club", "program: sooner") + "mode: shadow\n"));
            for (int i = 0; i < 200; i++) {
                journey.event(like(i));
            }
            damage(journey, "sooner", StringSerializer.INSTANCE, "shadow");

            assertThatThrownBy(() -> journey.event(like(200)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("damaged");
            assertThat(journey.deadLetters()).isEmpty();
        }
    }

    private static <N> void damage(Journey journey, N namespace, TypeSerializer<N> serializer, String name)
            throws Exception {
        KeyedStateBackend<String> backend =
                ((AbstractStreamOperator<?>) journey.harness().getOperator()).getKeyedStateBackend();
        backend.setCurrentKey("club/anna");
        ValueState<MemberEnvelope> state = backend.getPartitionedState(
                namespace, serializer, new ValueStateDescriptor<>(name, new MemberEnvelopeSerializer()));
        MemberEnvelope kept = state.value();
        state.update(new MemberEnvelope(kept.timer(), kept.next(), damaged(kept.content(), like(200))));
    }
}
