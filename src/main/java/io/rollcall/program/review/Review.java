package io.rollcall.program.review;

import io.rollcall.program.Program;
import java.util.List;

/** Looks through a program for what is legal but surely unmeant. */
public final class Review {
    private Review() {}

    /** The doubts about a program, in the order of its text; none if there are none. */
    public static List<Doubt> of(Program program) {
        var doubts = new Doubts(program.text());
        var logic = new Logic(program.vocabulary());
        var numbers = new Numbers(program);
        var possibilities = new Possibilities(program, logic, numbers);
        new LadderDoubts(program, logic, possibilities, doubts).look();
        new ConditionDoubts(program, logic, possibilities, doubts).look();
        new NumberDoubts(program, logic, numbers, possibilities, doubts).look();
        new NameDoubts(program, doubts).look();
        return doubts.inOrder();
    }
}
