package io.rollcall.decide;

import io.rollcall.member.AlertState;
import io.rollcall.member.LadderState;
import io.rollcall.member.MemberState;
import io.rollcall.member.QuestState;
import io.rollcall.metric.Metric;
import io.rollcall.metric.MetricState;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Ladder.Tier;
import io.rollcall.program.Lifecycle;
import io.rollcall.program.LocalDates;
import io.rollcall.program.Program;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The instants at which something can change for a member by the clock alone. A silent member costs nothing: a midnight
 * at which no number that a rule asks for is another one is skipped.
 */
final class Schedule {
    private final Program program;
    private final Plan plan;
    private final LocalDates dates;
    private final AlertRule[] alerts;
    private final Metric[] metrics;
    /** The member whose spread was asked for last. */
    private String spreadOf = "";

    private long spread;

    Schedule(Program program, Plan plan) {
        this.program = program;
        this.plan = plan;
        this.dates = program.dates();
        this.alerts = program.alerts().toArray(AlertRule[]::new);
        this.metrics = program.metrics().toArray(Metric[]::new);
    }

    /** The next instant to evaluate, which is the latest one where that still has something ahead; or NEVER. */
    long next(MemberState state) {
        if (!state.isMember()) {
            return Decision.NEVER;
        }
        return Math.min(nextDeadline(state), nextMidnight(state));
    }

    /** Whether nothing lies ahead up to an instant; quicker than asking for the next one. */
    boolean isQuiet(MemberState state, long upTo) {
        if (!state.isMember()) {
            return true;
        }
        long spread = spread(state);
        return midnightFrom(state, dates.dateOf(state.seen - spread), spread) > upTo && nextDeadline(state) > upTo;
    }

    /** Whether a midnight of the member falls on the instant. */
    boolean isMidnight(MemberState state, long instant) {
        long midnight = instant - spread(state);
        return dates.startOf(dates.dateOf(midnight)) == midnight;
    }

    private long spread(MemberState state) {
        if (program.midnightSpread() == 0) {
            return 0;
        }
        if (!spreadOf.equals(state.member())) {
            var crc = new CRC32();
            crc.update(state.member().getBytes(StandardCharsets.UTF_8));
            spread = crc.getValue() % program.midnightSpread();
            spreadOf = state.member();
        }
        return spread;
    }

    // ---- deadlines

    private long nextDeadline(MemberState state) {
        long next = due(state);
        for (int i = 0; i < state.ladders.length; i++) {
            LadderState ladder = state.ladders[i];
            if (ladder.promotedAt != MemberState.NONE && ladder.tier > 0) {
                Tier tier = program.ladders().get(i).tiers().get(ladder.tier);
                next = earlier(state, next, ladder.promotedAt + tier.hold());
            }
        }
        Lifecycle lifecycle = program.lifecycle();
        if (lifecycle != null) {
            long idleFrom = Stages.idleFrom(state);
            next = earlier(state, next, state.joinedAt + lifecycle.newcomer());
            if (lifecycle.dormant() != Lifecycle.NEVER) {
                next = earlier(state, next, idleFrom + lifecycle.dormant());
            }
            if (lifecycle.churned() != Lifecycle.NEVER) {
                next = earlier(state, next, idleFrom + lifecycle.churned());
            }
        }
        for (int i = 0; i < state.alerts.length; i++) {
            AlertState alert = state.alerts[i];
            if (alerts[i] instanceof AlertRule.Holding rule && alert.raisedAt != MemberState.NONE && !alert.isOpen()) {
                next = earlier(state, next, alert.raisedAt + rule.cooldown());
            }
        }
        return next;
    }

    /** The earliest instant at which a deadline's evaluation has to decide something: a grace, a quest, an absence. */
    private long due(MemberState state) {
        long next = Decision.NEVER;
        for (int i = 0; i < state.ladders.length; i++) {
            LadderState ladder = state.ladders[i];
            if (ladder.graceFrom != MemberState.NONE) {
                Tier tier = program.ladders().get(i).tiers().get(ladder.tier);
                next = Math.min(next, ladder.graceFrom + tier.grace());
            }
        }
        for (int i = 0; i < state.quests.length; i++) {
            QuestState quest = state.quests[i];
            if (quest.status == QuestState.Status.RUNNING) {
                next = Math.min(next, quest.start + program.quests().get(i).within());
            }
        }
        for (int i = 0; i < state.alerts.length; i++) {
            if (alerts[i] instanceof AlertRule.Absence rule && Alerts.isPending(state.alerts[i])) {
                next = Math.min(next, state.alerts[i].anchor + rule.after());
            }
        }
        return next;
    }

    /** Whether a deadline that had to be decided lies behind the member: a late event has begun what was already over. */
    boolean isOverdue(MemberState state) {
        return state.isMember() && state.phase == MemberState.DEADLINES && due(state) <= state.seen;
    }

    private static long earlier(MemberState state, long next, long deadline) {
        boolean ahead = deadline > state.seen || deadline == state.seen && state.phase < MemberState.DEADLINES;
        return ahead ? Math.min(next, deadline) : next;
    }

    // ---- midnights

    private long nextMidnight(MemberState state) {
        long spread = spread(state);
        if (state.restless) {
            return midnightFrom(state, dates.dateOf(state.seen - spread), spread);
        }
        int today = dates.dateOf(state.seen);
        if (spread > 0) {
            // where clocks go back over midnight, one that is spread can lie in the date before
            long upcoming = midnightFrom(state, dates.dateOf(state.seen - spread), spread);
            if (dates.dateOf(upcoming) < today) {
                return upcoming;
            }
        }
        int date = nextChange(state, today);
        return date == MetricState.NEVER ? Decision.NEVER : midnightFrom(state, date, spread);
    }

    /** The first midnight from a date on that is still ahead; clocks that go back over one have it behind them. */
    private long midnightFrom(MemberState state, int from, long spread) {
        for (int date = from; ; date++) {
            long midnight = dates.startOf(date) + spread;
            if (midnight > state.seen || midnight == state.seen && state.phase < MemberState.MIDNIGHT) {
                return midnight;
            }
        }
    }

    /** The next date on which a number that a rule asks for can matter by having another value. */
    private int nextChange(MemberState state, int today) {
        int next = MetricState.NEVER;
        int joined = dates.dateOf(state.joinedAt);
        for (int slot = 0; slot < state.metrics.length && next > today + 1; slot++) {
            if (plan.isIdle(slot)) {
                continue;
            }
            MetricState metric = state.metrics[slot];
            if (metrics[slot].form() == Metric.Form.SINCE) {
                next = Math.min(next, nextTurn(slot, today, metric.value(today, joined)));
            } else {
                next = Math.min(next, metric.nextChange(today));
            }
        }
        return Math.min(next, nextTurn(program.tenureSlot(), today, Math.max(0, today - joined)));
    }

    private int nextTurn(int slot, int today, double value) {
        int inDates = plan.datesToTurn(slot, value);
        return inDates < 0 ? MetricState.NEVER : today + inDates;
    }
}
