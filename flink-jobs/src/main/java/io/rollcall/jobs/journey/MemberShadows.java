package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.jobs.program.KnownPrograms.Shadow;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.wire.ProgramKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs on trial beside the live one. A community without any costs a look into an empty map.
 *
 * <p><b>State.</b> One value per member and program on trial, in the namespace of the program's name, with one lazy timer of
 * its own, as the live state has. A trial takes a member over from the live program at the member's first step in it, as a new
 * version of the live program would: facts by definition, the rest by name. State from before an earlier trial's end is
 * none; the walk that clears it away is only to save space.
 *
 * <p><b>Output.</b> Outcomes, which are marked and have ids of their own; never snapshots, of which a member has one.
 *
 * <p><b>Failures</b> of a trial never reach the live program.
 */
final class MemberShadows implements Triggerable<String, String> {
    private static final Logger LOG = LoggerFactory.getLogger(MemberShadows.class);

    private final ValueStateDescriptor<MemberEnvelope> descriptor =
            new ValueStateDescriptor<>("shadow", new MemberEnvelopeSerializer());
    private final KeyedStateBackend<String> backend;
    private final InternalTimerService<String> timers;
    private final KnownPrograms programs;
    private final MemberRecords records;
    private final JourneyMetrics measured;
    private final Consumer<TopicRecord> output;
    private final Refusals refusals;
    private final boolean first;

    /** The live state of the member at hand, to take over; null if nothing is kept of them. */
    @FunctionalInterface
    interface Live {
        @Nullable
        MemberState copy() throws IOException;
    }

    /** To be made when the operator opens. */
    MemberShadows(
            AbstractStreamOperator<?> operator,
            KnownPrograms programs,
            MemberRecords records,
            JourneyMetrics measured,
            Consumer<TopicRecord> output,
            Refusals refusals) {
        this.backend = operator.getKeyedStateBackend();
        this.timers = operator.getInternalTimerService("shadow-clock", StringSerializer.INSTANCE, this);
        this.programs = programs;
        this.records = records;
        this.measured = measured;
        this.output = output;
        this.refusals = refusals;
        this.first = operator.getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
        for (Shadow shadow : programs.shadows()) {
            measured.programVersion(
                    ProgramKey.parse(shadow.key()), shadow.current().program().version());
        }
    }

    /** A trial begins, changes or ends. */
    void learned(ProgramKey key, ProgramMessage message) throws Exception {
        Shadow shadow = programs.shadow(key);
        measured.programVersion(
                key,
                shadow == null
                        ? JourneyMetrics.NONE
                        : shadow.current().program().version());
        if (message.value() != null) {
            return;
        }
        if (first) {
            LOG.info("The trial of {} ends at offset {}", key.text(), message.offset());
        }
        String name = String.valueOf(key.shadow());
        backend.applyToAllKeys(name, StringSerializer.INSTANCE, descriptor, (member, state) -> {
            MemberEnvelope kept = state.value();
            // a later trial of that name, of which this subtask read ahead, may have begun already
            if (kept != null
                    && MemberKey.community(member).equals(key.community())
                    && read(member, key.text(), kept).program().version() < message.offset()) {
                state.clear();
            }
        });
    }

    /**
     * An event reached the member at hand; called before the live program decides it. One that is sent once more to a member alone reached the trials when
     * it came.
     */
    void event(Reached reached, Live live) throws Exception {
        if (reached.only()) {
            return;
        }
        for (Shadow shadow : programs.shadows(reached.event().community())) {
            String member = reached.member();
            if (!shadow.current().program().excludes(member)) {
                ValueState<MemberEnvelope> state = state(shadow.name());
                MemberEnvelope before = state.value();
                Engine engine = shadow.current().engine();
                step(shadow, reached.key(), state, before, live, given -> engine.decide(given, reached.event()));
            }
        }
    }

    /** An instant of the live program came for the member at hand: whom a trial does not know yet, it takes over now. */
    void clock(String key, Live live) throws Exception {
        for (Shadow shadow : programs.shadows(MemberKey.community(key))) {
            ValueState<MemberEnvelope> state = state(shadow.name());
            MemberEnvelope before = state.value();
            boolean isNew = kept(shadow, key, before) == null;
            if (isNew && !shadow.current().program().excludes(MemberKey.member(key))) {
                Engine engine = shadow.current().engine();
                step(shadow, key, state, before, live, given -> engine.decide(given, timers.currentWatermark()));
            }
        }
    }

    /** Nothing is kept of the member at hand any more; its timers fire into nothing. */
    void forget(String key) throws Exception {
        for (Shadow shadow : programs.shadows(MemberKey.community(key))) {
            state(shadow.name()).clear();
        }
    }

    @Override
    public void onEventTime(InternalTimer<String, String> timer) throws Exception {
        String key = timer.getKey();
        ValueState<MemberEnvelope> state = state(timer.getNamespace());
        MemberEnvelope envelope = state.value();
        if (envelope == null || envelope.timer() != timer.getTimestamp()) {
            return;
        }
        Shadow shadow = programs.shadow(ProgramKey.shadow(MemberKey.community(key), timer.getNamespace()));
        MemberEnvelope fired = envelope.withTimer(Decision.NEVER);
        if (shadow == null
                || kept(shadow, key, envelope) == null
                || shadow.current().program().excludes(MemberKey.member(key))) {
            state.clear();
        } else if (fired.next() > timer.getTimestamp()) {
            state.update(fired.withTimer(arm(shadow.name(), Decision.NEVER, fired.next())));
        } else {
            state.update(fired);
            Engine engine = shadow.current().engine();
            step(shadow, key, state, fired, () -> null, given -> engine.decide(given, timers.currentWatermark()));
        }
    }

    @Override
    public void onProcessingTime(InternalTimer<String, String> timer) {
        throw new IllegalStateException("members have no processing-time timers");
    }

    @FunctionalInterface
    private interface Step {
        Decision decide(MemberState given);
    }

    private void step(
            Shadow shadow,
            String key,
            ValueState<MemberEnvelope> state,
            @Nullable MemberEnvelope before,
            Live live,
            Step step)
            throws Exception {
        Engine engine = shadow.current().engine();
        List<Outcome> outcomes = new ArrayList<>();
        MemberState given = kept(shadow, key, before);
        if (given == null) {
            given = live.copy();
        }
        if (given == null) {
            given = engine.newMember(MemberKey.member(key));
        }
        Decision decision;
        try {
            decision = step.decide(given);
            outcomes.addAll(decision.outcomes());
            if (decision.next() <= timers.currentWatermark()) {
                decision = engine.decide(decision.state(), timers.currentWatermark());
                outcomes.addAll(decision.outcomes());
            }
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(shadow, key, e);
            return;
        }
        measured.overruns.inc(engine.takeOverruns());
        send(shadow.current().program(), key, outcomes);
        long timer = before == null ? Decision.NEVER : before.timer();
        state.update(new MemberEnvelope(
                arm(shadow.name(), timer, decision.next()), decision.next(), StateCodec.bytes(decision.state())));
    }

    /** The member's state in this trial; null if it does not know them yet. */
    private @Nullable MemberState kept(Shadow shadow, String key, @Nullable MemberEnvelope envelope)
            throws IOException {
        if (envelope == null) {
            return null;
        }
        MemberState state = read(key, shadow.key(), envelope);
        return state.program().version() < shadow.ended() ? null : state;
    }

    private MemberState read(String key, String program, MemberEnvelope envelope) throws IOException {
        return StateCodec.read(
                MemberKey.member(key), envelope.content(), version -> programs.version(program, version));
    }

    private void send(Program program, String key, List<Outcome> outcomes) throws IOException {
        for (Outcome outcome : outcomes) {
            output.accept(records.outcome(key, outcome, program.name(), program.version()));
            measured.shadowOutcomes.inc();
        }
    }

    /** The letter carries no event: nothing has to be done again, as nobody acts on a trial. */
    private void failed(Shadow shadow, String key, RuntimeException fault) {
        LOG.error(
                "Member {} cannot be evaluated on the trial of {} and stays as it was there", key, shadow.key(), fault);
        programs.renewEngine(shadow.key());
        measured.shadowFailures.inc();
        refusals.member(
                DeadLetterCode.EVALUATION_FAILED,
                "a fault in the engine, on the trial of " + shadow.key() + " alone: " + fault,
                key);
    }

    private ValueState<MemberEnvelope> state(String name) throws Exception {
        return backend.getPartitionedState(name, StringSerializer.INSTANCE, descriptor);
    }

    private long arm(String name, long timer, long next) {
        if (next >= timer) {
            return timer;
        }
        if (timer != Decision.NEVER) {
            timers.deleteEventTimeTimer(name, timer);
        }
        timers.registerEventTimeTimer(name, next);
        return next;
    }
}
