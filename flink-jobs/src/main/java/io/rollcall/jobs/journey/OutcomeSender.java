package io.rollcall.jobs.journey;

import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Sends what became true of members, and counts it. */
final class OutcomeSender {
    private final MemberRecords records;
    private final JourneyMetrics measured;
    private final LongSupplier wallClock;
    private final Consumer<TopicRecord> output;

    OutcomeSender(
            MemberRecords records, JourneyMetrics measured, LongSupplier wallClock, Consumer<TopicRecord> output) {
        this.records = records;
        this.measured = measured;
        this.wallClock = wallClock;
        this.output = output;
    }

    /** Sends a member's outcomes under the program that gave them, in order. */
    void send(String key, List<Outcome> outcomes, Program program) throws IOException {
        for (Outcome outcome : outcomes) {
            output.accept(records.outcome(key, outcome, program.name(), program.version()));
            measured.outcome(outcome, wallClock.getAsLong());
        }
    }
}
