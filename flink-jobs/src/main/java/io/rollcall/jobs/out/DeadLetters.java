package io.rollcall.jobs.out;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters. A letter always fits into its topic: reason, key and payload are cut to the configured size, and
 * the reason says so; the origin says where the whole record is.
 */
public final class DeadLetters implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int MAX_REASON_CHARACTERS = 8_000;

    /** With this the reason says so. */
    private static final String CUT = " (key or payload is cut to ";

    private final String topic;
    private final String source;
    private final int maxBytes;
    private transient @Nullable WireFormat<DeadLetter> format;

    /**
     * Dead letters of one step.
     *
     * @param configuration names the topic and the largest size
     * @param source which job and step refuses, as {@code member-journey/source}
     */
    public DeadLetters(JobConfiguration configuration, String source) {
        this.topic = configuration.topics().deadLetters();
        this.source = source;
        this.maxBytes = configuration.get(JobOptions.MAX_DEAD_LETTER_BYTES);
    }

    /**
     * Where a record came from.
     *
     * @param topic its topic
     * @param partition its partition, if known
     * @param offset its offset, if known
     * @param key its key as received
     * @param payload its value as received
     */
    public record Letter(
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            byte @Nullable [] key,
            byte @Nullable [] payload) {}

    /** The dead letter, to be sent. */
    public TopicRecord write(DeadLetterCode code, String reason, Letter letter) {
        String why =
                reason.length() > MAX_REASON_CHARACTERS ? reason.substring(0, MAX_REASON_CHARACTERS) + "…" : reason;
        if (tooLong(letter.key()) || tooLong(letter.payload())) {
            why += CUT + maxBytes + " bytes here)";
        }
        DeadLetter record = new DeadLetter(
                why,
                code.text(),
                source,
                letter.topic(),
                letter.partition(),
                letter.offset(),
                Instant.ofEpochMilli(System.currentTimeMillis()),
                cut(letter.key()),
                cut(letter.payload()));
        try {
            return new TopicRecord(topic, null, format().encode(record));
        } catch (IOException e) {
            throw new UncheckedIOException("a dead letter cannot be written", e);
        }
    }

    /** Whether a letter holds only the beginning of what was refused. */
    public static boolean isCut(DeadLetter letter) {
        return letter.getReason().contains(CUT);
    }

    private boolean tooLong(byte @Nullable [] bytes) {
        return bytes != null && bytes.length > maxBytes;
    }

    private @Nullable ByteBuffer cut(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, maxBytes));
    }

    private WireFormat<DeadLetter> format() {
        if (format == null) {
            format = WireFormat.of(DeadLetter.class);
        }
        return format;
    }
}
