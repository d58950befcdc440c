package io.rollcall.jobs.journey;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What the member step refuses: counted, and sent to the dead letters with the reason. */
final class Refusals {
    private final Topics topics;
    private final DeadLetters deadLetters;
    private final JourneyMetrics measured;
    private final Consumer<TopicRecord> output;
    private final WireFormat<MemberEvent> eventFormat = WireFormat.of(MemberEvent.class);

    Refusals(JobConfiguration configuration, JourneyMetrics measured, Consumer<TopicRecord> output) {
        this.topics = configuration.topics();
        this.deadLetters = new DeadLetters(configuration, "member-journey/member");
        this.measured = measured;
        this.output = output;
    }

    /** An event, as Avro: what was received stays where its origin says. */
    void event(DeadLetterCode code, String reason, Reached reached) throws IOException {
        refuse(
                code,
                reason,
                new DeadLetters.Letter(
                        topics.events(),
                        reached.origin().partition(),
                        reached.origin().offset(),
                        reached.member().getBytes(StandardCharsets.UTF_8),
                        eventFormat.encode(EventRecords.record(reached.event()))));
    }

    /** A member, without any event. */
    void member(DeadLetterCode code, String reason, String key) {
        refuse(code, reason, new DeadLetters.Letter(null, null, null, key.getBytes(StandardCharsets.UTF_8), null));
    }

    /** A program. */
    void program(DeadLetterCode code, String reason, ProgramMessage message) {
        refuse(
                code,
                reason,
                new DeadLetters.Letter(
                        topics.programs(), message.partition(), message.offset(), message.key(), message.value()));
    }

    private void refuse(DeadLetterCode code, String reason, DeadLetters.Letter letter) {
        measured.deadLettered(code);
        output.accept(deadLetters.write(code, reason, letter));
    }
}
