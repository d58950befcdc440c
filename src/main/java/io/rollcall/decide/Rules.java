package io.rollcall.decide;

/** One section of a program, applied in a round of an evaluation. */
sealed interface Rules permits Ladders, Badges, Quests, Stages, Segments, Alerts {

    /** Applies the rules; whether any of them moved state or gave an outcome. */
    boolean apply(Evaluation evaluation);
}
