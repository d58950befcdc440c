package io.rollcall.decide;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Facts;
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
    private final OutcomeIds ids = new OutcomeIds();
    private final double[] numbers;
    private final boolean[] known;

    /** Ladders on which this evaluation has promoted, or demoted: it does not do both on one. */
    final boolean[] promoted;

    final boolean[] demoted;

    private MemberState state;
    private Cause cause = Cause.MIDNIGHT;
    private long now;
    private int today;
    private boolean deadline;
    private int round;
    private List<Outcome> outcomes = new ArrayList<>();
    private final Set<String> idsOfEvaluation = new HashSet<>();

    Evaluation(Program program) {
        this.program = program;
        int slots = program.metrics().size() + Program.BUILT_INS.size();
        this.numbers = new double[slots];
        this.known = new boolean[slots];
        this.promoted = new boolean[program.ladders().size()];
        this.demoted = new boolean[program.ladders().size()];
        this.state = new MemberState("", program);
    }

    /** Turns to a member at an instant. */
    void begin(MemberState member, long instant, Cause why, boolean isDeadline) {
        state = member;
        now = instant;
        today = program.dates().dateOf(instant);
        cause = why;
        deadline = isDeadline;
        round = 0;
        idsOfEvaluation.clear();
        Arrays.fill(promoted, false);
        Arrays.fill(demoted, false);
        Arrays.fill(known, false);
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

    int outcomeCount() {
        return outcomes.size();
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
            numbers[slot] = state.metrics[slot].value(today, joinedDate());
            known[slot] = true;
        }
        return numbers[slot];
    }

    private double builtIn(int index) {
        return switch (index) {
            case 0 -> state.points;
            case 1 -> state.pointsEarned;
            default -> state.joinedAt == MemberState.NONE ? 0 : Math.max(0, today - joinedDate());
        };
    }

    private int joinedDate() {
        return state.joinedAt == MemberState.NONE
                ? MetricState.NEVER
                : program.dates().dateOf(state.joinedAt);
    }

    /** A metric was fed: its value has to be asked again. */
    void forget(int metric) {
        known[metric] = false;
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
        return new Outcome.Header(id, program.community(), state.member(), now, cause, evidence, program.shadow());
    }

    /** The id of an alert: the same when it is raised and when it is resolved. */
    String alertId(String name, String ladder, long anchor, int again) {
        return ids.of(program.community(), state.member(), "alert", name, ladder, anchor, again);
    }

    /** What made this evaluation, as a part of ids. */
    String causeText() {
        return cause instanceof Cause.ByEvent event ? "event " + event.id() : cause.toString();
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
        Object[] all = new Object[parts.length + 1];
        all[0] = entry;
        System.arraycopy(parts, 0, all, 1, parts.length);
        add(new Outcome.PointsPosted(header(evidence.get(), "points-posted", all), entry, points, state.points));
    }
}
