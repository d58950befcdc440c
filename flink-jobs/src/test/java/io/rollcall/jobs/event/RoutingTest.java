package io.rollcall.jobs.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.jobs.out.TopicRecord;
import java.util.Map;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingTest {

    @Test
    void anEventGoesToItsActorAndToItsRecipient() throws Exception {
        try (var harness = ProcessFunctionTestHarnesses.forProcessFunction(new Routing())) {
            harness.processElement(happened("anna", "bert"), 0);
            harness.processElement(happened("anna", null), 0);
            harness.processElement(happened(null, "bert"), 0);
            harness.processElement(happened("anna", "anna"), 0);
            harness.processElement(new Received.Clock(5), 0);
            assertThat(harness.extractOutputValues().stream().map(Reached::key))
                    .containsExactly("club/anna", "club/bert", "club/anna", "club/bert", "club/anna");
            assertThat(harness.extractOutputValues().stream().map(Reached::asRecipient))
                    .containsExactly(false, true, false, true, false);
            assertThat(harness.getSideOutput(Routing.DEAD_LETTERS)).isNull();
        }
    }

    @Test
    void anEventForOneOfItsMembersGoesToThatOneAlone() throws Exception {
        try (var harness = ProcessFunctionTestHarnesses.forProcessFunction(new Routing())) {
            harness.processElement(happened("anna", "bert", "bert"), 0);
            harness.processElement(happened("anna", "bert", "anna"), 0);
            harness.processElement(happened("anna", null, "anna"), 0);
            harness.processElement(happened(null, "bert", "bert"), 0);
            harness.processElement(happened("anna", "anna", "anna"), 0);
            assertThat(harness.extractOutputValues().stream().map(Reached::key))
                    .containsExactly("club/bert", "club/anna", "club/anna", "club/bert", "club/anna");
            assertThat(harness.extractOutputValues().stream().map(Reached::asRecipient))
                    .containsExactly(true, false, false, true, false);
            assertThat(harness.extractOutputValues())
                    .as("what is to be said once of it is said here")
                    .allMatch(Reached::first);
        }
    }

    @Test
    void whatWasRefusedGoesToTheDeadLetters() throws Exception {
        TopicRecord letter = new TopicRecord("letters", null, new byte[0]);
        try (var harness = ProcessFunctionTestHarnesses.forProcessFunction(new Routing())) {
            harness.processElement(new Received.Refused(letter), 0);
            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(harness.getSideOutput(Routing.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(record -> assertThat(record.getValue()).isSameAs(letter));
        }
    }

    private static Received happened(@Nullable String member, @Nullable String recipient) {
        return happened(member, recipient, null);
    }

    private static Received happened(@Nullable String member, @Nullable String recipient, @Nullable String onlyMember) {
        return new Received.Happened(
                new Event("e", "club", "post", member, recipient, 0, 0, Map.of()), new Origin(0, 0), onlyMember);
    }
}
