package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollcall.event.Event;
import io.rollcall.jobs.event.Origin;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.type.Serialized;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeldEventSerializerTest {
    private static final HeldEventSerializer SERIALIZER = new HeldEventSerializer();
    private static final long T = 1_772_352_000_123L;

    /** Checkpoints hold these bytes: a line here is never changed; a new format adds lines. */
    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(
                        "an act",
                        new Reached(
                                new Event("e-1", "club", "post", "anna", null, T, 0, Map.of()),
                                false,
                                new Origin(3, 200)),
                        "01000004652d3105636c756205706f737405616e6e6100f6c1ca8695670003c801"),
                Arguments.of(
                        "acted upon anonymously, with a value and an attribute",
                        new Reached(
                                new Event("é", "club", "vote", null, "bert", -T, 2.5, Map.of("post", "p-1")),
                                true,
                                new Origin(0, 0)),
                        "01010102e90105636c756205766f7465000562657274f5c1ca86956740040000000000000105706f737404702d310000"),
                Arguments.of(
                        "an act, sent once more to the recipient alone",
                        new Reached(
                                new Event("e-1", "club", "like", "anna", "bert", T, 0, Map.of()),
                                true,
                                new Origin(3, 200),
                                true),
                        "02030004652d3105636c7562056c696b6505616e6e610562657274f6c1ca8695670003c801"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void bytes(String scenario, Reached held, String hex) throws IOException {
        assertThat(Serialized.hex(SERIALIZER, held)).as(scenario).isEqualTo(hex);
        assertThat(Serialized.value(SERIALIZER, hex)).isEqualTo(held);
        assertThat(Serialized.copied(SERIALIZER, held)).isEqualTo(held);
    }

    @Test
    void aLaterFormatIsRefusedInWords() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Serialized.value(SERIALIZER, "0300"))
                .withMessageContaining("format 3");
    }
}
