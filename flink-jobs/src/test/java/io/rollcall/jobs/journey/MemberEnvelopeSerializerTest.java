package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollcall.decide.Decision;
import io.rollcall.jobs.type.Serialized;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MemberEnvelopeSerializerTest {
    private static final MemberEnvelopeSerializer SERIALIZER = new MemberEnvelopeSerializer();
    private static final long T = 1_772_352_000_123L;

    /** Checkpoints hold these bytes: a line here is never changed; a new format adds lines. */
    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of("neither timer nor next", Decision.NEVER, Decision.NEVER, "1003cafe"),
                Arguments.of("the timer is at the next instant", T, T, "15f6c1ca86956703cafe"),
                Arguments.of("the next instant is later", T, T + 5_000, "13f6c1ca869567904e03cafe"),
                Arguments.of("a timer, nothing to do", T, Decision.NEVER, "11f6c1ca86956703cafe"),
                Arguments.of("the next instant, the timer is lost", Decision.NEVER, T, "12f6c1ca86956703cafe"),
                Arguments.of("before 1970", -T, -T + 1, "13f5c1ca8695670203cafe"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void bytes(String scenario, long timer, long next, String hex) throws IOException {
        MemberEnvelope member = new MemberEnvelope(timer, next, new byte[] {(byte) 0xCA, (byte) 0xFE});
        assertThat(Serialized.hex(SERIALIZER, member)).as(scenario).isEqualTo(hex);
        for (MemberEnvelope read :
                new MemberEnvelope[] {Serialized.value(SERIALIZER, hex), Serialized.copied(SERIALIZER, member)}) {
            assertThat(read.timer()).isEqualTo(timer);
            assertThat(read.next()).isEqualTo(next);
            assertThat(read.content()).isEqualTo(member.content());
        }
    }

    @Test
    void aLaterFormatIsRefusedInWords() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Serialized.value(SERIALIZER, "2003cafe"))
                .withMessageContaining("format 2");
    }
}
