package io.rollcall.cli;

import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.wire.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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

    /**
     * The member for whom the engine failed on the event, which goes to them alone: the other one has it, or a letter of their own.
     * Null if it was refused before it went to anybody.
     */
    @Nullable
    String member() {
        ByteBuffer key = letter.getKey();
        return key != null && letter.getCode().equals(DeadLetterCode.EVALUATION_FAILED.text())
                ? new String(PayloadText.bytes(key), StandardCharsets.UTF_8)
                : null;
    }

    /** Its name for people and for {@link LetterFilter}, as {@code 0/17}. */
    String name() {
        return partition + "/" + offset;
    }
}
