package io.rollcall.bench;

import io.rollcall.bench.SimulatedCommunity.Delivery;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import io.rollcall.program.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one decision costs: the example program, the deliveries of a simulated community that is two months old, all of its
 * members in turn as they act. The clock's evaluations between a member's events are part of the next decision.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 6, time = 2)
@SuppressWarnings("NullAway.Init") // JMH sets it up
public class DecideBenchmark {
    private static final int DELIVERIES = 100_000;
    private static final int JOINERS = 2000;
    private static final int DAYS = 60;

    private Program program;
    private Engine engine;
    private final StateCodec.Encoder encoder = new StateCodec.Encoder();
    private final StateCodec.Decoder decoder = new StateCodec.Decoder();
    private List<String> names;
    private int[] members;
    private Event[] events;
    private byte[][] before;
    private byte[][] bytes;
    private MemberState[] states;

    /** Lets the community live for two months and takes down what comes then. */
    @Setup(Level.Trial)
    public void live() throws IOException {
        var community = new SimulatedCommunity(JOINERS);
        program = community.program();
        engine = new Engine(program);
        names = community.members();
        var living = new ArrayList<MemberState>();
        List<Delivery> next = community.next();
        for (; next.get(0).event().at() < SimulatedCommunity.day(DAYS); next = community.next()) {
            for (Delivery delivery : next) {
                if (delivery.member() == living.size()) {
                    living.add(engine.newMember(names.get(delivery.member())));
                }
                living.set(
                        delivery.member(),
                        engine.decide(living.get(delivery.member()), delivery.event())
                                .state());
            }
        }
        members = new int[DELIVERIES];
        events = new Event[DELIVERIES];
        for (int i = 0; i < DELIVERIES; next = community.next()) {
            for (Delivery delivery : next) {
                if (i < DELIVERIES) {
                    members[i] = delivery.member();
                    events[i++] = delivery.event();
                }
            }
        }
        while (living.size() < names.size()) {
            living.add(engine.newMember(names.get(living.size())));
        }
        before = new byte[living.size()][];
        for (int i = 0; i < before.length; i++) {
            before[i] = StateCodec.bytes(living.get(i));
        }
    }

    /** Everybody as they were before the first delivery. */
    @Setup(Level.Invocation)
    public void start() throws IOException {
        bytes = before.clone();
        states = new MemberState[before.length];
        for (int i = 0; i < before.length; i++) {
            states[i] = read(i, before[i]);
        }
    }

    /** Members in memory. */
    @Benchmark
    @OperationsPerInvocation(DELIVERIES)
    public long decide() {
        long outcomes = 0;
        for (int i = 0; i < DELIVERIES; i++) {
            var decision = engine.decide(states[members[i]], events[i]);
            states[members[i]] = decision.state();
            outcomes += decision.outcomes().size();
        }
        return outcomes;
    }

    /** Members as bytes, as a job keeps them: read, decide, write. */
    @Benchmark
    @OperationsPerInvocation(DELIVERIES)
    public long decideOnBytes() throws IOException {
        long outcomes = 0;
        for (int i = 0; i < DELIVERIES; i++) {
            var decision = engine.decide(readAgain(members[i], bytes[members[i]]), events[i]);
            bytes[members[i]] = encoder.bytes(decision.state());
            outcomes += decision.outcomes().size();
            decoder.reuse(decision.state());
        }
        return outcomes;
    }

    /** From bytes alone, as they were before the first delivery. */
    @Benchmark
    @OperationsPerInvocation(DELIVERIES)
    public long read() throws IOException {
        long points = 0;
        for (int i = 0; i < DELIVERIES; i++) {
            MemberState state = readAgain(members[i], before[members[i]]);
            points += state.points;
            decoder.reuse(state);
        }
        return points;
    }

    /** To bytes alone. */
    @Benchmark
    @OperationsPerInvocation(DELIVERIES)
    public long write() {
        long size = 0;
        for (int i = 0; i < DELIVERIES; i++) {
            size += encoder.bytes(states[members[i]]).length;
        }
        return size;
    }

    private MemberState readAgain(int member, byte[] content) throws IOException {
        return decoder.read(names.get(member), content, version -> program);
    }

    private MemberState read(int member, byte[] content) throws IOException {
        return StateCodec.read(names.get(member), content, version -> program);
    }
}
