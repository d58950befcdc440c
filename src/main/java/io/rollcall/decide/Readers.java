package io.rollcall.decide;

import io.rollcall.condition.Asked;
import io.rollcall.condition.Condition;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rules read what, so that an evaluation looks only at those of which something has changed.
 *
 * <p>Every rule has a number: ladders first, then badges, quests, the mature stage, segments, rfm, alerts. What a rule makes
 * of a member follows from what it reads here and from the instant; where nothing that it reads is another than at the
 * previous evaluation, it would change nothing. What depends on the instant is looked at by the rules themselves.
 */
final class Readers {
    private final Program program;
    private final List<List<Integer>> slots = new ArrayList<>();
    private final List<List<Integer>> asked = new ArrayList<>();
    private int rules;

    private final int badges;
    private final int quests;
    private final int stage;
    private final int segments;
    private final int rfm;
    private final int alerts;
    private final int[][] ofSlot;
    private final int[][] ofAsked;
    private final int[] ofDate;

    Readers(Program program) {
        this.program = program;
        int numbers = program.metrics().size() + Program.BUILT_INS.size();
        for (int i = 0; i < numbers; i++) {
            slots.add(new ArrayList<>());
        }
        for (int i = 0; i < Asked.values().length; i++) {
            asked.add(new ArrayList<>());
        }
        program.ladders().forEach(this::ladder);
        badges = rules;
        program.badges().forEach(this::badge);
        quests = rules;
        program.quests().forEach(this::quest);
        stage = rules;
        reads(program.lifecycle() == null ? null : program.lifecycle().mature());
        rules++;
        segments = rules;
        for (Segment segment : program.segments()) {
            reads(segment.when());
            rules++;
        }
        rfm = rules;
        if (program.rfm() != null) {
            reads(program.rfm().recency());
            reads(program.rfm().frequency());
            reads(program.rfm().monetary());
        }
        rules++;
        alerts = rules;
        for (AlertRule alert : program.alerts()) {
            // an absence asks its condition once, when it is due
            reads(alert instanceof AlertRule.Holding holding ? holding.when() : null);
            rules++;
        }
        ofSlot = slots.stream().map(Readers::sorted).toArray(int[][]::new);
        ofAsked = asked.stream().map(Readers::sorted).toArray(int[][]::new);
        ofDate = dated(numbers);
    }

    private void ladder(Ladder ladder) {
        for (Ladder.Tier tier : ladder.tiers()) {
            reads(tier.enter());
            reads(tier.keep());
        }
        rules++;
    }

    private void badge(Badge badge) {
        if (badge instanceof Badge.When when) {
            reads(when.when());
        } else if (badge instanceof Badge.Levels levels) {
            reads(levels.slot());
        } else if (badge instanceof Badge.Every every) {
            reads(every.metric());
        }
        rules++;
    }

    private void quest(Quest quest) {
        reads(quest.start());
        quest.steps().forEach(step -> reads(step.done()));
        rules++;
    }

    private void reads(@Nullable Condition condition) {
        if (condition != null) {
            condition.numbers().forEach(this::reads);
            condition.asked().forEach(each -> asked.get(each.ordinal()).add(rules));
        }
    }

    private void reads(int slot) {
        slots.get(slot).add(rules);
    }

    private int[] dated(int numbers) {
        var readers = new ArrayList<Integer>();
        for (int slot = 0; slot < numbers; slot++) {
            boolean changesWithDates = slot < program.metrics().size()
                    ? program.metrics().get(slot).keepsDates()
                    : slot == program.tenureSlot();
            if (changesWithDates) {
                readers.addAll(slots.get(slot));
            }
        }
        return sorted(readers);
    }

    private static int[] sorted(List<Integer> rules) {
        return rules.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    }

    /** How many rules there are. */
    int rules() {
        return rules;
    }

    int ladder(int index) {
        return index;
    }

    int badge(int index) {
        return badges + index;
    }

    int quest(int index) {
        return quests + index;
    }

    int stage() {
        return stage;
    }

    int segment(int index) {
        return segments + index;
    }

    int rfm() {
        return rfm;
    }

    int alert(int index) {
        return alerts + index;
    }

    /** The rules that read a number. */
    int[] ofNumber(int slot) {
        return ofSlot[slot];
    }

    /** The rules that ask about something else. */
    int[] of(Asked what) {
        return ofAsked[what.ordinal()];
    }

    /** The rules that read a number which can be another one on another date. */
    int[] ofDate() {
        return ofDate;
    }

    @Override
    public String toString() {
        return "readers of " + program.name() + ": " + Arrays.deepToString(ofSlot);
    }
}
