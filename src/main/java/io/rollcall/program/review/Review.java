package io.rollcall.program.review;

import io.rollcall.program.Program;
import io.rollcall.program.review.Doubt.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Looks through a program for what is legal but surely unmeant. */
public final class Review {
    /** What a wrong condition or key can be the reason of. */
    private static final Set<Code> MENDED_BY_OTHERS =
            EnumSet.of(Code.UNUSED_EVENTS, Code.UNUSED_METRIC, Code.NOTHING_TO_SPEND, Code.NO_EFFECT);

    private Review() {}

    /** The doubts about a program, in the order of its text; none if there are none. */
    public static List<Doubt> of(Program program) {
        return of(program, false);
    }

    /**
     * The doubts about a refused program's draft: those that no mending of its errors can do away with, so nothing of
     * names that nothing uses.
     */
    public static List<Doubt> ofDraft(Program draft) {
        return of(draft, true).stream()
                .filter(doubt -> !MENDED_BY_OTHERS.contains(doubt.code()))
                .toList();
    }

    private static List<Doubt> of(Program program, boolean isDraft) {
        var doubts = new Doubts(program.text());
        var logic = new Logic(program.vocabulary());
        var numbers = new Numbers(program, isDraft || Numbers.postsPoints(program));
        var possibilities = new Possibilities(program, logic, numbers);
        new LadderDoubts(program, logic, possibilities, doubts).look();
        new ConditionDoubts(program, logic, numbers, possibilities, doubts).look();
        new NumberDoubts(program, logic, numbers, possibilities, doubts).look();
        new NameDoubts(program, doubts).look();
        return doubts.inOrder();
    }
}
