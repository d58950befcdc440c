package io.rollcall.decide;

import io.rollcall.condition.Asked;
import io.rollcall.condition.Condition;
import io.rollcall.condition.Facts;
import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.metric.MetricState;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.OutcomeIds;
import io.rollcall.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of one member at one instant: what is true of the member then, and what came of it. The same object
 * serves one evaluation after another, so that an evaluation without outcomes allocates nothing.
 */
final class Evaluation implements Facts {
    private final Program program;
    private final OutcomeIds ids;
    private final double[] numbers;
    private final boolean[] known;
    private final Readers readers;
    /** By rule: whether something that it reads is another than when it was last looked at. */
    private final boolean[] pending;

    /** Ladders on which this evaluation has promoted, or demoted: it does not do both on one. */
    final boolean[] promoted;

    final boolean[] demoted;

    private MemberState state;
    private @Nullable Cause cause = Cause.MIDNIGHT;
    private String event = "";
    private long now;
    private long previous;
    private int joined;
    private int today;
    private boolean deadline;
    private int round;
    private List<Outcome> outcomes = new ArrayList<>();
    private final Set<String> idsOfEvaluation = new HashSet<>();

    Evaluation(Program program) {
        this.program = program;
        this.ids = program.shadow() ? OutcomeIds.shadow(program.name()) : OutcomeIds.live();
        int slots = program.metrics().size() + Program.BUILT_INS.size();
        this.numbers = new double[slots];
        this.known = new boolean[slots];
        this.readers = new Readers(program);
        this.pending = new boolean[readers.rules()];
        this.promoted = new boolean[program.ladders().size()];
        this.demoted = new boolean[program.ladders().size()];
        this.state = new MemberState("", program);
    }

    /** Turns to a member at an instant, to say what is true of it. */
    void turnTo(MemberState member, long instant) {
        state = member;
        now = instant;
        today = program.dates().dateOf(instant);
        joined = member.joinedAt == MemberState.NONE
                ? MetricState.NEVER
                : program.dates().dateOf(member.joinedAt);
        Arrays.fill(known, false);
    }

    /** Begins an evaluation by an event, at the member's latest instant; {@code before} was the latest one before it. */
    void begin(MemberState member, long before, Event why) {
        begin(member, before);
        cause = null;
        event = why.id();
        deadline = false;
    }

    /** Begins an evaluation by the clock. */
    void begin(MemberState member, long before, Cause why) {
        begin(member, before);
        cause = why;
        deadline = why == Cause.DEADLINE;
    }

    private void begin(MemberState member, long before) {
        turnTo(member, member.seen);
        previous = before;
        round = 0;
        if (!idsOfEvaluation.isEmpty()) {
            idsOfEvaluation.clear();
        }
        Arrays.fill(promoted, false);
        Arrays.fill(demoted, false);
        if (member.restless || before == MemberState.NONE) {
            lookAtAll();
        } else {
            Arrays.fill(pending, false);
            if (before != now && program.dates().dateOf(before) != today) {
                lookAt(readers.ofDate());
            }
        }
    }

    // ---- which rules have to be looked at

    Readers readers() {
        return readers;
    }

    /** Whether a rule has to be looked at; it then counts as looked at. */
    boolean takePending(int rule) {
        boolean was = pending[rule];
        pending[rule] = false;
        return was;
    }

    void lookAtAll() {
        Arrays.fill(pending, true);
    }

    private void lookAt(int[] rules) {
        for (int rule : rules) {
            pending[rule] = true;
        }
    }

    /** A rule has moved what others can ask about, and has to be looked at again itself. */
    void changed(Asked what, int rule) {
        pending[rule] = true;
        lookAt(readers.of(what));
    }

    /** Whether an instant has come since the previous evaluation. */
    boolean hasJustCome(long instant) {
        return previous < instant && instant <= now;
    }

    /** The member joined. */
    void joins() {
        joined = program.dates().dateOf(state.joinedAt);
        Arrays.fill(known, false);
        lookAtAll();
    }

    /** The next round. */
    void nextRound() {
        round++;
    }

    /** The outcomes so far, which are the caller's from now on. */
    List<Outcome> takeOutcomes() {
        if (outcomes.isEmpty()) {
            return List.of();
        }
        List<Outcome> taken = outcomes;
        outcomes = new ArrayList<>();
        return taken;
    }

    MemberState state() {
        return state;
    }

    long now() {
        return now;
    }

    /** The member's local date. */
    int today() {
        return today;
    }

    /** Whether this is the evaluation that decides what is due now. */
    boolean isDeadline() {
        return deadline;
    }

    boolean isFirstRound() {
        return round == 0;
    }

    boolean isAnyLadderMoved() {
        for (int i = 0; i < promoted.length; i++) {
            if (promoted[i] || demoted[i]) {
                return true;
            }
        }
        return false;
    }

    // ---- what is true

    @Override
    public double number(int slot) {
        int metrics = program.metrics().size();
        if (slot >= metrics) {
            return builtIn(slot - metrics);
        }
        if (!known[slot]) {
            numbers[slot] = state.metrics[slot].value(today, joined);
            known[slot] = true;
        }
        return numbers[slot];
    }

    private double builtIn(int index) {
        return switch (index) {
            case 0 -> state.points;
            case 1 -> state.pointsEarned;
            default -> joined == MetricState.NEVER ? 0 : Math.max(0, today - joined);
        };
    }

    /** A metric was fed and can have another value. */
    void changed(int metric) {
        known[metric] = false;
        lookAt(readers.ofNumber(metric));
    }

    @Override
    public boolean reached(int ladder, int tier) {
        // who left keeps their tiers
        return state.joinedAt != MemberState.NONE && state.ladders[ladder].tier >= tier;
    }

    @Override
    public boolean hasBadge(int badge, int level) {
        return state.holds(badge, level);
    }

    @Override
    public boolean inSegment(int segment) {
        return state.segments[segment];
    }

    @Override
    public boolean inStage(int stage) {
        return state.stage != null && state.stage.ordinal() == stage;
    }

    boolean holds(Condition condition) {
        return condition.holds(this);
    }

    // ---- what came of it

    /** The numbers that conditions name, as they are now. */
    Map<String, Double> evidence(List<Condition> conditions) {
        Map<String, Double> evidence = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            for (int slot : condition.numbers()) {
                evidence.putIfAbsent(program.numberName(slot), number(slot));
            }
        }
        return evidence;
    }

    Map<String, Double> evidence(@Nullable Condition condition) {
        return condition == null ? Map.of() : evidence(List.of(condition));
    }

    Map<String, Double> evidence(int slot) {
        return Map.of(program.numberName(slot), number(slot));
    }

    /**
     * The header of an outcome. Where rules undo each other within one evaluation, the same outcome can come twice: the
     * later one has the round in its id.
     */
    Outcome.Header header(Map<String, Double> evidence, String kind, Object... parts) {
        String id = ids.of(program.community(), state.member(), kind, parts);
        if (!idsOfEvaluation.add(id)) {
            Object[] withRound = Arrays.copyOf(parts, parts.length + 1);
            withRound[parts.length] = "round " + round;
            id = ids.of(program.community(), state.member(), kind, withRound);
        }
        return new Outcome.Header(id, program.community(), state.member(), now, cause(), evidence, program.shadow());
    }

    /** The id of an alert: the same when it is raised and when it is resolved. */
    String alertId(String name, String ladder, long anchor, int again) {
        return ids.of(program.community(), state.member(), "alert", name, ladder, anchor, again);
    }

    /** What made this evaluation, as a part of ids. */
    String causeText() {
        return cause == null || cause instanceof Cause.ByEvent ? "event " + event : cause.toString();
    }

    private Cause cause() {
        Cause why = cause == null ? new Cause.ByEvent(event) : cause;
        cause = why;
        return why;
    }

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /** Posts points; nothing if there are none. The evidence is that of the moment after: it includes these points. */
    void post(String entry, long points, Supplier<Map<String, Double>> evidence, Object... parts) {
        if (points == 0) {
            return;
        }
        state.points = Math.addExact(state.points, points);
        state.pointsEarned = Math.addExact(state.pointsEarned, Math.max(0, points));
        lookAt(readers.ofNumber(program.pointsSlot()));
        lookAt(readers.ofNumber(program.pointsEarnedSlot()));
        Object[] all = new Object[parts.length + 1];
        all[0] = entry;
        System.arraycopy(parts, 0, all, 1, parts.length);
        add(new Outcome.PointsPosted(header(evidence.get(), "points-posted", all), entry, points, state.points));
    }
}
