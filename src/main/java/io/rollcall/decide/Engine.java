package io.rollcall.decide;

import io.rollcall.condition.Facts;
import io.rollcall.event.Event;
import io.rollcall.member.Adoption;
import io.rollcall.member.AlertState;
import io.rollcall.member.DailyPosts;
import io.rollcall.member.MemberState;
import io.rollcall.member.QuestState;
import io.rollcall.member.RecentIds;
import io.rollcall.metric.Decimals;
import io.rollcall.metric.Metric;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Reason;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Lifecycle;
import io.rollcall.program.PointsRule;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decides, for one program, what an event or an instant makes true of a member.
 *
 * <p>Pure: what comes out depends on what goes in and on nothing else. The state that goes in is used up: the one that
 * comes out may be the same object. An engine keeps scratch memory, so each thread needs its own.
 *
 * <p>Instants. A member's clock never goes back. An event first runs the clock up to its own instant, exclusively, as
 * at one instant events come first; then it is evaluated. The clock alone evaluates the midnight and then the deadlines
 * of an instant. A late event counts in the dates that it belongs to and is evaluated at the member's latest instant.
 */
public final class Engine {
    /** A fixpoint takes two or three rounds; more than this many are rules that undo each other (SEMANTICS section 5). */
    private static final int MOST_ROUNDS = 10;

    private final Program program;
    private final Plan plan;
    private final Schedule schedule;
    private final Evaluation evaluation;
    private final Ladders ladders;
    private final Alerts alerts;
    private final Rules[] rules;
    private final PointsRule[] earn;
    private final Metric[] metrics;
    private final Snapshots snapshots;
    private long overruns;
    private long repeats;

    /** An engine for a program. */
    public Engine(Program program) {
        this.program = program;
        this.plan = new Plan(program);
        this.schedule = new Schedule(program, plan);
        this.evaluation = new Evaluation(program);
        this.ladders = new Ladders(program.ladders());
        this.alerts = new Alerts(program.alerts());
        this.snapshots = new Snapshots(program, evaluation, ladders);
        this.earn = program.earn().toArray(PointsRule[]::new);
        this.metrics = program.metrics().toArray(Metric[]::new);
        List<Rules> sections = new ArrayList<>();
        sections.add(ladders);
        sections.add(new Badges(program.badges()));
        sections.add(new Quests(program.quests()));
        Lifecycle lifecycle = program.lifecycle();
        if (lifecycle != null) {
            sections.add(new Stages(lifecycle));
        }
        sections.add(new Segments(program.segments(), program.rfm()));
        sections.add(alerts);
        this.rules = sections.toArray(Rules[]::new);
    }

    /** The program. */
    public Program program() {
        return program;
    }

    /** How many evaluations since the last asking ended because their rules went on undoing each other. */
    public long takeOverruns() {
        long taken = overruns;
        overruns = 0;
        return taken;
    }

    /** How many events since the last asking changed nothing because their member had seen their id. */
    public long takeRepeats() {
        long taken = repeats;
        repeats = 0;
        return taken;
    }

    /** A member of whom nothing is known yet. */
    public MemberState newMember(String member) {
        return new MemberState(member, program);
    }

    /**
     * An event reached the member, as its actor or as its recipient.
     *
     * @throws IllegalArgumentException if it did not, or if the program excludes the member
     */
    public Decision decide(MemberState given, Event event) {
        MemberState state = current(given);
        boolean asActor = state.member().equals(event.member());
        if (!asActor && !state.member().equals(event.recipient()) || program.excludes(state.member())) {
            throw new IllegalArgumentException("event " + event.id() + " does not reach member " + state.member());
        }
        if (event.at() > state.seen) {
            runClock(state, event.at() - 1);
        }
        long hash = RecentIds.of(event.id());
        long before = state.seen;
        if (state.recentIds.isRepeat(hash, event.at(), state.seen)) {
            repeats++;
        } else {
            if (event.at() > state.seen) {
                state.seen = event.at();
                state.phase = MemberState.EVENTS;
            }
            state.recentIds.remember(hash, event.at(), state.seen);
            evaluation.begin(state, before, event);
            if (asActor) {
                act(state, event);
            } else {
                receive(state, event);
            }
            if (schedule.isOverdue(state)) {
                evaluate(state, state.seen, Cause.DEADLINE);
            }
        }
        return new Decision(state, evaluation.takeOutcomes(), schedule.next(state));
    }

    /** The clock: every event up to and including {@code instant} was seen. */
    public Decision decide(MemberState given, long instant) {
        MemberState state = current(given);
        runClock(state, instant);
        return new Decision(state, evaluation.takeOutcomes(), schedule.next(state));
    }

    /** All that is known of the member at {@code at}, which is not before the member's latest instant. */
    public Snapshot snapshot(MemberState given, long at) {
        MemberState state = current(given);
        evaluation.turnTo(state, at);
        return snapshots.of(state, at);
    }

    /** What is true of the member at {@code at}, not before the member's latest instant; until the engine is asked again. */
    public Facts facts(MemberState given, long at) {
        evaluation.turnTo(current(given), at);
        return evaluation;
    }

    /** What is left of one who left, once all else is forgotten: that they left, so that only an act of their own brings them back. */
    public MemberState forget(MemberState given) {
        MemberState state = current(given);
        MemberState mark = newMember(state.member());
        mark.seen = state.seen;
        mark.phase = state.phase;
        mark.joinedAt = state.joinedAt;
        mark.leftAt = state.leftAt;
        mark.stage = state.stage;
        return mark;
    }

    private MemberState current(MemberState state) {
        return state.isOf(program) ? state : Adoption.move(state, program);
    }

    // ---- the clock

    private void runClock(MemberState state, long upTo) {
        if (schedule.isQuiet(state, upTo)) {
            return;
        }
        long last = Long.MIN_VALUE;
        int lastPhase = -1;
        for (long next = schedule.next(state); next <= upTo; next = schedule.next(state)) {
            boolean midnight =
                    schedule.isMidnight(state, next) && (next > state.seen || state.phase < MemberState.MIDNIGHT);
            // what a late event has begun can be due before the latest instant: it is decided there
            long before = state.seen;
            state.seen = Math.max(before, next);
            state.phase = midnight ? MemberState.MIDNIGHT : MemberState.DEADLINES;
            if (next == last && state.phase == lastPhase) {
                throw new IllegalStateException("the clock of member " + state.member() + " stands still at " + next);
            }
            last = next;
            lastPhase = state.phase;
            evaluate(state, before, midnight ? Cause.MIDNIGHT : Cause.DEADLINE);
        }
    }

    // ---- an event

    private void act(MemberState state, Event event) {
        EventPlan touched = plan.of(event.type());
        boolean leaves = event.type().equals(Event.LEAVE);
        // what a membership that has ended did before it ended, or left before its latest act, is no change of it
        boolean ofAnEarlierTime = state.leftAt != MemberState.NONE
                ? event.at() < state.leftAt
                : leaves && event.at() < state.lastActiveAt;
        state.lastActiveAt = Math.max(state.lastActiveAt, event.at());
        if (leaves || ofAnEarlierTime) {
            boolean ends = leaves && state.isMember() && !ofAnEarlierTime;
            feed(state, touched.actorMetrics(), event);
            if (ends) {
                leave(state, event.at());
            } else if (state.isMember()) {
                // its numbers can be others now, and nobody has looked at them
                state.restless = true;
            }
            return;
        }
        if (!state.isMember()) {
            join(state, event.at());
        }
        feed(state, touched.actorMetrics(), event);
        if (touched.isActivity()) {
            state.lastActivityAt = Math.max(state.lastActivityAt, event.at());
        }
        alerts.note(touched, event, state);
        earn(state, touched, event);
        if (touched.redeems()) {
            redeem(state, event);
        }
        settle(state);
    }

    private void receive(MemberState state, Event event) {
        if (program.joinsWhenFirstSeen() && state.joinedAt == MemberState.NONE) {
            join(state, event.at());
        }
        feed(state, plan.of(event.type()).recipientMetrics(), event);
        if (state.isMember()) {
            earnStreaks(state, event);
            settle(state);
        }
    }

    private void join(MemberState state, long at) {
        state.joinedAt = at;
        state.leftAt = MemberState.NONE;
        evaluation.joins();
        List<Quest> quests = program.quests();
        for (int i = 0; i < quests.size(); i++) {
            if (quests.get(i).start() == null) {
                Quests.begin(state.quests[i], at);
            }
        }
        alerts.join(state);
    }

    private void leave(MemberState state, long at) {
        state.leftAt = at;
        state.restless = false;
        for (Rules each : rules) {
            if (each instanceof Stages stages) {
                stages.change(evaluation, Stage.LEFT);
            }
        }
        for (int i = 0; i < state.ladders.length; i++) {
            if (state.ladders[i].graceFrom != MemberState.NONE) {
                ladders.resolve(
                        evaluation, i, program.ladders().get(i).tiers().get(state.ladders[i].tier), Reason.LEFT);
            }
        }
        List<AlertRule> alertRules = program.alerts();
        for (int i = 0; i < alertRules.size(); i++) {
            AlertState alert = state.alerts[i];
            if (alert.isOpen()) {
                Alerts.resolve(evaluation, alertRules.get(i), alert, Reason.LEFT);
            }
            alert.anchor = MemberState.NONE;
            alert.settled = false;
        }
        for (QuestState quest : state.quests) {
            if (quest.status == QuestState.Status.RUNNING) {
                quest.status = QuestState.Status.DROPPED;
            }
        }
    }

    private void feed(MemberState state, int[] fed, Event event) {
        if (fed.length == 0) {
            return;
        }
        int date = program.dates().dateOf(event.at());
        for (int index : fed) {
            Metric metric = metrics[index];
            if (metric.accepts(event) && metric.feed(state.metrics[index], date, evaluation.today(), event)) {
                evaluation.changed(index);
            }
        }
    }

    // ---- points

    private void earn(MemberState state, EventPlan touched, Event event) {
        int[] earns = touched.earns();
        int next = 0;
        for (int i = 0; i < earn.length; i++) {
            if (earn[i] instanceof PointsRule.OnStreak streak) {
                earnStreak(state, i, streak, event);
            } else if (next < earns.length && earns[next] == i) {
                next++;
                earn(state, i, (PointsRule.OnEvent) earn[i], event);
            }
        }
    }

    private void earn(MemberState state, int index, PointsRule.OnEvent rule, Event event) {
        double amount = rule.perValue() == 0 ? rule.points() : Decimals.round6(event.value() * rule.perValue());
        long points = (long) Math.floor(amount);
        if (points < 1) {
            return;
        }
        DailyPosts posts = state.dailyPosts[index];
        if (posts == null || posts.post(program.dates().dateOf(event.at()), rule.dailyLimit())) {
            evaluation.post(rule.name(), points, Map::of, event.id(), event.at());
        }
    }

    private void earnStreaks(MemberState state, Event event) {
        for (int i = 0; i < earn.length; i++) {
            if (earn[i] instanceof PointsRule.OnStreak streak) {
                earnStreak(state, i, streak, event);
            }
        }
    }

    private void earnStreak(MemberState state, int index, PointsRule.OnStreak rule, Event event) {
        long passed = Badges.passed(evaluation.number(rule.metric()), rule.every());
        while (state.streaksPassed[index] < passed) {
            long multiple = ++state.streaksPassed[index];
            evaluation.post(
                    rule.name(),
                    rule.points(),
                    () -> evaluation.evidence(rule.metric()),
                    event.id(),
                    event.at(),
                    multiple);
        }
    }

    private void redeem(MemberState state, Event event) {
        long cost = (long) Math.ceil(Decimals.round6(event.value()));
        if (cost < 1) {
            return;
        }
        if (cost <= state.points) {
            evaluation.post("redeem", -cost, Map::of, event.id(), event.at());
        } else {
            var header = evaluation.header(Map.of(), "redemption-refused", "redeem", event.id(), event.at());
            evaluation.add(new Outcome.RedemptionRefused(header, cost, state.points));
        }
    }

    // ---- one evaluation

    private void evaluate(MemberState state, long before, Cause cause) {
        evaluation.begin(state, before, cause);
        settle(state);
    }

    /** Applies the rules, round after round, until a round changes nothing. */
    private void settle(MemberState state) {
        boolean moved = true;
        int round = 0;
        while (moved && round < MOST_ROUNDS) {
            moved = false;
            for (Rules each : rules) {
                moved |= each.apply(evaluation);
            }
            evaluation.nextRound();
            round++;
        }
        if (moved) {
            overruns++;
        }
        // a ladder does not go both ways in one evaluation: the next one may take it further, or back
        state.restless = moved || evaluation.isAnyLadderMoved();
        for (int i = 0; i < state.streaksPassed.length; i++) {
            if (earn[i] instanceof PointsRule.OnStreak rule) {
                state.streaksPassed[i] = Badges.passed(evaluation.number(rule.metric()), rule.every());
            }
        }
    }
}
