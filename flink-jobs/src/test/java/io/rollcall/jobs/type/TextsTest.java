package io.rollcall.jobs.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes are those of Flink's own texts, which checkpoints of before hold. */
class TextsTest {

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "a",
                "member-123456",
                "\u0000",
                "\u007f",
                "\u0080",
                "é",
                "ANNAé",
                "éanna",
                "an\u00ffna",
                "\u3fff\u4000",
                "bert🎉, and more",
                "🎉",
                "a lone surrogate \ud83c in between",
                "\uffff"
            })
    void areFlinksBytesAndComeBackAsTheyWere(@Nullable String text) throws IOException {
        checked(text);
        if (text != null) {
            // lengths of two and of three bytes
            checked(text.repeat(130));
            checked(text.repeat(20_000));
        }
    }

    private static void checked(@Nullable String text) throws IOException {
        DataOutputSerializer ours = new DataOutputSerializer(16);
        Texts.write(text, ours);
        DataOutputSerializer flinks = new DataOutputSerializer(16);
        StringValue.writeString(text, flinks);
        assertThat(ours.getCopyOfBuffer()).isEqualTo(flinks.getCopyOfBuffer());
        DataInputDeserializer in = new DataInputDeserializer(ours.getCopyOfBuffer());
        assertThat(Texts.readIfThere(in)).isEqualTo(text);
        assertThat(in.available()).isZero();
    }

    @Test
    void aTextThatHasToBeThereIsMissed() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Texts.read(new DataInputDeserializer(new byte[] {0})))
                .withMessageContaining("missing");
    }

    @Test
    void bytesThatEndTooEarlyAreRefused() {
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> Texts.read(new DataInputDeserializer(new byte[] {4, 'a', 'b'})));
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> Texts.read(new DataInputDeserializer(new byte[] {3, 'a', (byte) 0xC3})));
    }
}
