package io.rollcall.decide;

import io.rollcall.condition.Asked;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Rfm;
import io.rollcall.program.Segment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Segments and the RFM class (SEMANTICS section 5, Segments). */
record Segments(List<Segment> segments, @Nullable Rfm rfm) implements Rules {

    @Override
    public boolean apply(Evaluation evaluation) {
        MemberState state = evaluation.state();
        boolean moved = false;
        for (int i = 0; i < segments.size(); i++) {
            int rule = evaluation.readers().segment(i);
            if (!evaluation.takePending(rule)) {
                continue;
            }
            Segment segment = segments.get(i);
            boolean in = evaluation.holds(segment.when());
            if (in == state.segments[i]) {
                continue;
            }
            state.segments[i] = in;
            evaluation.changed(Asked.SEGMENTS, rule);
            moved = true;
            var evidence = evaluation.evidence(segment.when());
            Object[] what = {segment.name(), evaluation.now(), evaluation.causeText()};
            evaluation.add(
                    in
                            ? new Outcome.SegmentEntered(
                                    evaluation.header(evidence, "segment-entered", what), segment.name())
                            : new Outcome.SegmentLeft(
                                    evaluation.header(evidence, "segment-left", what), segment.name()));
        }
        boolean look = evaluation.takePending(evaluation.readers().rfm());
        return look && rfm != null ? moved | changeClass(evaluation, rfm) : moved;
    }

    private static boolean changeClass(Evaluation evaluation, Rfm rfm) {
        double recency = evaluation.number(rfm.recency());
        double frequency = evaluation.number(rfm.frequency());
        double monetary = evaluation.number(rfm.monetary());
        int code = 1
                + (recency <= rfm.goodRecency() ? 4 : 0)
                + (frequency >= rfm.goodFrequency() ? 2 : 0)
                + (monetary >= rfm.goodMonetary() ? 1 : 0);
        MemberState state = evaluation.state();
        if (code == state.rfm) {
            return false;
        }
        String from = text(state.rfm);
        String to = String.valueOf(text(code));
        state.rfm = code;
        Map<String, Double> evidence = new TreeMap<>();
        evidence.putAll(evaluation.evidence(rfm.recency()));
        evidence.putAll(evaluation.evidence(rfm.frequency()));
        evidence.putAll(evaluation.evidence(rfm.monetary()));
        evaluation.add(new Outcome.RfmChanged(
                evaluation.header(
                        evidence,
                        "rfm-changed",
                        from == null ? "" : from,
                        to,
                        evaluation.now(),
                        evaluation.causeText()),
                from,
                to));
        return true;
    }

    /** The class as three letters; null before the first. */
    static @Nullable String text(int code) {
        if (code == 0) {
            return null;
        }
        int bits = code - 1;
        return ((bits & 4) != 0 ? "H" : "L") + ((bits & 2) != 0 ? "H" : "L") + ((bits & 1) != 0 ? "H" : "L");
    }
}
