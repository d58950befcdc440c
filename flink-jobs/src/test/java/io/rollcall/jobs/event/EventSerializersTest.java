package io.rollcall.jobs.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollcall.event.Event;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.type.Serialized;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventSerializersTest {
    private static final Event WHOLE =
            new Event("e-1", "club", "purchase", "änna", "bert🎉", 1_772_352_000_123L, 19.99, Map.of("a", "b"));
    private static final Event LEAST = new Event("e-2", "club", "vote", null, "bert", -1, 0, Map.of());
    private static final Origin ORIGIN = new Origin(3, 1L << 40);

    @Test
    void anEventComesBackAsItWas() throws IOException {
        for (Event event : new Event[] {WHOLE, LEAST}) {
            for (int ways = 0; ways < 4; ways++) {
                Reached reached = new Reached(event, ways % 2 == 1, ORIGIN, ways > 1);
                assertThat(Serialized.roundTrip(new ReachedSerializer(), reached))
                        .isEqualTo(reached);
                assertThat(Serialized.copied(new ReachedSerializer(), reached)).isEqualTo(reached);
            }
            Received happened = new Received.Happened(event, ORIGIN);
            assertThat(Serialized.roundTrip(new ReceivedSerializer(), happened)).isEqualTo(happened);
            Received forOne = new Received.Happened(event, ORIGIN, "bert🎉");
            assertThat(Serialized.roundTrip(new ReceivedSerializer(), forOne)).isEqualTo(forOne);
        }
    }

    /** Unaligned checkpoints and savepoints in flight hold these bytes. */
    @Test
    void bytesOfAnEvent() throws IOException {
        assertThat(Serialized.hex(new ReachedSerializer(), new Reached(LEAST, true, new Origin(3, 300))))
                .isEqualTo("01" + "00" + "04652d32" + "05636c7562" + "05766f7465" + "00" + "0562657274" + "01" + "00"
                        + "03" + "ac02");
    }

    @Test
    void aMinuteEventTakesFewBytes() throws IOException {
        Event usual = new Event("0190b3c4d5e6", "book-club", "post", "member-123456", null, WHOLE.at(), 0, Map.of());
        int bytes = Serialized.hex(new ReachedSerializer(), new Reached(usual, false, new Origin(3, 1_000_000)))
                        .length()
                / 2;
        assertThat(bytes).isLessThanOrEqualTo(62);
    }

    @Test
    void clocksAndDeadLettersComeBack() throws IOException {
        Received clock = new Received.Clock(-5);
        assertThat(Serialized.roundTrip(new ReceivedSerializer(), clock)).isEqualTo(clock);
        Received refused = new Received.Refused(new TopicRecord("letters", null, new byte[] {1, 2, 3}));
        Received.Refused read = (Received.Refused) Serialized.roundTrip(new ReceivedSerializer(), refused);
        assertThat(read.deadLetter().topic()).isEqualTo("letters");
        assertThat(read.deadLetter().key()).isNull();
        assertThat(read.deadLetter().value()).containsExactly(1, 2, 3);
    }

    @Test
    void anUnknownKindIsRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Serialized.value(new ReceivedSerializer(), "09"))
                .withMessageContaining("9");
    }

    @Test
    void theKeyIsTheCommunityAndTheMember() {
        assertThat(new Reached(WHOLE, false, ORIGIN).key()).isEqualTo("club/änna");
        assertThat(new Reached(WHOLE, true, ORIGIN).key()).isEqualTo("club/bert🎉");
        assertThat(new Reached(WHOLE, false, ORIGIN).first()).isTrue();
        assertThat(new Reached(WHOLE, true, ORIGIN).first()).isFalse();
        assertThat(new Reached(LEAST, true, ORIGIN).first()).isTrue();
        assertThat(new Reached(WHOLE, true, ORIGIN, true).first()).isTrue();
    }
}
