package io.rollcall.jobs.program;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A version of a community's program, as text.
 *
 * @param community the community
 * @param version the offset at which it was published
 * @param text the YAML text
 */
public record ProgramText(String community, long version, String text) {

    /**
     * The text in a message.
     *
     * @throws RefusedProgramException if there is none
     */
    static ProgramText of(ProgramMessage message) throws RefusedProgramException {
        if (message.key() == null || message.key().length == 0) {
            throw new RefusedProgramException("the record has no key; expected the community");
        }
        if (message.value() == null) {
            throw new RefusedProgramException(
                    "the record has no value; a program cannot be withdrawn, publish another version instead");
        }
        return new ProgramText(utf8("key", message.key()), message.offset(), utf8("program", message.value()));
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
