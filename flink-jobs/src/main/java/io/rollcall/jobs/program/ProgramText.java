package io.rollcall.jobs.program;

import io.rollcall.wire.ProgramKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A version of a program, as text.
 *
 * @param key the community, or community and name of a program on trial ({@link io.rollcall.wire.ProgramKey})
 * @param version the offset at which it was published
 * @param text the YAML text; empty where a trial ends
 */
public record ProgramText(String key, long version, String text) {

    /**
     * The text in a message.
     *
     * @throws RefusedProgramException if there is none
     */
    static ProgramText of(ProgramMessage message) throws RefusedProgramException {
        if (message.key() == null || message.key().length == 0) {
            throw new RefusedProgramException("the record has no key; expected the community");
        }
        ProgramKey key = key(utf8("key", message.key()));
        if (message.value() == null) {
            if (!key.isShadow()) {
                throw new RefusedProgramException(
                        "the record has no value; a program cannot be withdrawn, publish another version instead");
            }
            return new ProgramText(key.text(), message.offset(), "");
        }
        if (message.value().length == 0) {
            throw new RefusedProgramException("the program is empty; expected YAML");
        }
        return new ProgramText(key.text(), message.offset(), utf8("program", message.value()));
    }

    /** Whether it says that a trial ends. */
    boolean isEnd() {
        return text.isEmpty();
    }

    private static ProgramKey key(String text) throws RefusedProgramException {
        try {
            return ProgramKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedProgramException(String.valueOf(e.getMessage()));
        }
    }

    private static String utf8(String what, byte[] bytes) throws RefusedProgramException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedProgramException("the " + what + " is not UTF-8");
        }
    }
}
