package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an event or an instant of the clock makes of a member: the engine is asked, its answer kept and told. Everything works on the member of
 * the operator's current key.
 *
 * <p><b>Failures.</b> What cannot be evaluated is a dead letter, and the member stays as it was; state that cannot be
 * read stops the job, for going on would lose it.
 */
final class MemberDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(MemberDecisions.class);

    private final KnownPrograms programs;
    private final MemberStore members;
    private final MemberTimers timers;
    private final Departures departures;
    private final MemberShadows shadows;
    private final OutcomeSender outcomeSender;
    private final SnapshotSender snapshots;
    private final JourneyMetrics measured;
    private final Refusals refusals;
    private long settledUpTo;

    MemberDecisions(
            KnownPrograms programs,
            MemberStore members,
            MemberTimers timers,
            Departures departures,
            MemberShadows shadows,
            OutcomeSender outcomeSender,
            SnapshotSender snapshots,
            JourneyMetrics measured,
            Refusals refusals) {
        this.programs = programs;
        this.members = members;
        this.timers = timers;
        this.departures = departures;
        this.shadows = shadows;
        this.outcomeSender = outcomeSender;
        this.snapshots = snapshots;
        this.measured = measured;
        this.refusals = refusals;
    }

    /** Decides an event of the member of the current key. */
    void event(String key, Reached reached) throws Exception {
        Event event = reached.event();
        measured.events.inc();
        if (event.at() <= timers.watermark()) {
            measured.late.inc();
        }
        KnownPrograms.Current current = programs.current(event.community());
        if (current == null) {
            if (reached.first()) {
                refusals.event(
                        DeadLetterCode.UNKNOWN_COMMUNITY,
                        "community '" + event.community() + "' has no program; publish one, then replay this event",
                        reached);
            }
            return;
        }
        Member known = members.find(key);
        if (current.program().excludes(reached.member())) {
            shadows.event(reached, () -> null);
            forget(known);
            return;
        }
        Engine engine = current.engine();
        if (known != null && departures.areForgotten() && staysAway(known, engine, reached)) {
            return;
        }
        MemberState state = known == null ? engine.newMember(reached.member()) : members.state(known);
        shadows.event(reached, () -> known == null ? null : members.copy(state));
        List<Outcome> outcomes = new ArrayList<>();
        Decision decision;
        try {
            decision = settle(engine, engine.decide(state, event), outcomes);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(key, event.community(), known, e);
            refusals.event(DeadLetterCode.EVALUATION_FAILED, "a fault in the engine: " + e, reached);
            return;
        }
        Member member = known == null ? new Member(key, Decision.NEVER, Decision.NEVER, null) : known;
        sent(member, current, decision, outcomes);
        members.keepActive(member, decision.state(), reached, settledUpTo);
        snapshots.changed(member, current, decision.state());
    }

    /** The clock has come to a timer of the member of the current key. */
    void clock(String key, long instant) throws Exception {
        Member member = members.find(key);
        if (member == null || member.timer != instant) {
            return;
        }
        member.timer = Decision.NEVER;
        if (member.next > instant) {
            timers.arm(member);
            members.keepTimer(member);
            return;
        }
        String community = MemberKey.community(member.key());
        KnownPrograms.Current current = requireNonNull(programs.current(community));
        if (current.program().excludes(MemberKey.member(member.key()))) {
            forget(member);
            return;
        }
        if (departures.instant(members.state(member)) <= instant) {
            expire(member, current.engine());
            return;
        }
        shadows.clock(member.key(), () -> members.copy(members.state(member)));
        long upTo = timers.watermark();
        Decision decision;
        try {
            // everything that is due up to the watermark, each at its own instant: one reading and writing for all
            decision = current.engine().decide(members.state(member), upTo);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(member.key(), community, member, e);
            members.keepTimer(member);
            refusals.member(
                    DeadLetterCode.EVALUATION_FAILED,
                    "a fault in the engine at instant " + member.next + ": " + e,
                    member.key());
            return;
        }
        measured.clockSteps.inc();
        sent(member, current, decision, decision.outcomes());
        members.keep(member, decision.state(), upTo);
        snapshots.changed(member, current, decision.state());
    }

    /**
     * Runs the member's clock up to the watermark, behind which a late event can leave it.
     *
     * @param outcomes takes every outcome, in order
     */
    private Decision settle(Engine engine, Decision first, List<Outcome> outcomes) {
        // of most events there are none
        if (!first.outcomes().isEmpty()) {
            outcomes.addAll(first.outcomes());
        }
        if (first.next() > timers.watermark()) {
            settledUpTo = Decision.NEVER;
            return first;
        }
        long upTo = timers.watermark();
        Decision settled = engine.decide(first.state(), upTo);
        settledUpTo = upTo;
        outcomes.addAll(settled.outcomes());
        return settled;
    }

    /** Sends what was decided, and moves the timer. */
    private void sent(Member member, KnownPrograms.Current current, Decision decision, List<Outcome> outcomes)
            throws IOException {
        outcomeSender.send(member.key(), outcomes, current.program());
        measured.overruns.inc(current.engine().takeOverruns());
        measured.duplicates.inc(current.engine().takeRepeats());
        member.next = Math.min(decision.next(), departures.instant(decision.state()));
        timers.arm(member);
    }

    /** Whether the member expired before the event, be the watermark there or not, and it does not bring them back. */
    private boolean staysAway(Member member, Engine engine, Reached reached) throws Exception {
        MemberState state = members.state(member);
        if (!state.isForgotten()) {
            if (departures.instant(state) >= reached.event().at()) {
                return false;
            }
            expire(member, engine);
        }
        return !Departures.isReturn(reached, members.state(member));
    }

    /** Forgets all of a member but that they left. */
    private void expire(Member member, Engine engine) throws Exception {
        measured.expired.inc();
        shadows.forget(member.key());
        timers.disarm(member);
        member.next = Decision.NEVER;
        members.replace(member, engine.forget(members.state(member)));
        snapshots.end(member);
    }

    /** An excluded member has no state and no snapshot; one that was excluded later loses both. */
    void forget(@Nullable Member member) {
        if (member != null) {
            timers.disarm(member);
            members.remove(member);
            snapshots.end(member);
        }
    }

    /** An engine that failed may hold half an evaluation, which must not reach the next member; nor this one. */
    private void failed(String key, String community, @Nullable Member member, RuntimeException fault)
            throws IOException {
        LOG.error("Member {} cannot be evaluated and stays as it was", key, fault);
        programs.renewEngine(community);
        if (member != null) {
            members.restore(member, requireNonNull(programs.current(community)).engine());
        }
    }
}
