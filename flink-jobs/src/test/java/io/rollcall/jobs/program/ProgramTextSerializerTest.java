package io.rollcall.jobs.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollcall.jobs.type.Serialized;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProgramTextSerializerTest {
    private static final ProgramTextSerializer SERIALIZER = new ProgramTextSerializer();

    /** Checkpoints hold these bytes: they are never changed. */
    @Test
    void bytes() throws IOException {
        ProgramText program = new ProgramText("club", 300, "é: 1");
        String golden = "01" + "05636c7562" + "ac02" + "06c3a93a2031";
        assertThat(Serialized.hex(SERIALIZER, program)).isEqualTo(golden);
        assertThat(Serialized.value(SERIALIZER, golden)).isEqualTo(program);
        assertThat(Serialized.copied(SERIALIZER, program)).isEqualTo(program);
    }

    @Test
    void longTextsWithAnyCharacter() throws IOException {
        ProgramText program = new ProgramText("club", 0, "故事🎉".repeat(50_000));
        assertThat(Serialized.roundTrip(SERIALIZER, program)).isEqualTo(program);
    }

    @Test
    void aLaterFormatIsRefusedInWords() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Serialized.value(SERIALIZER, "0205636c7562ac0201"))
                .withMessageContaining("format 2");
    }

    @Test
    void messagesComeBackWithAndWithoutTheirParts() throws IOException {
        ProgramMessageSerializer serializer = new ProgramMessageSerializer();
        ProgramMessage whole = Serialized.roundTrip(
                serializer, new ProgramMessage(0, 1L << 40, "club".getBytes(UTF_8), "x".getBytes(UTF_8)));
        assertThat(whole.offset()).isEqualTo(1L << 40);
        assertThat(whole.key()).isEqualTo("club".getBytes(UTF_8));
        assertThat(whole.value()).isEqualTo("x".getBytes(UTF_8));
        ProgramMessage empty = Serialized.roundTrip(serializer, new ProgramMessage(0, 0, null, null));
        assertThat(empty.key()).isNull();
        assertThat(empty.value()).isNull();
    }
}
