package io.rollcall.cli;

import io.rollcall.wire.DeadLetter;

/**
 * A dead letter where it lies.
 *
 * @param partition of the topic of dead letters
 * @param offset in that partition
 * @param letter what it says
 */
record StoredLetter(int partition, long offset, DeadLetter letter) {
    /** The code of a note that a letter was sent once more: its origin is that letter. */
    static final String REPLAYED = "replayed";

    /** Whether it is no refusal, but a note that one was sent once more. */
    boolean isNote() {
        return letter.getCode().equals(REPLAYED);
    }

    /** Its name for people and for {@link LetterFilter}, as {@code 0/17}. */
    String name() {
        return partition + "/" + offset;
    }
}
