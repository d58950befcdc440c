package io.rollcall.bench.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.bench.process.Spoken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a peer, between the mark after which it is warm and the last event.
 *
 * @param events that were read in that time
 * @param seconds of the wall clock that they took
 * @param cpuSeconds of the whole process that they took, all threads together
 * @param jitSeconds that the JIT compilers had of it; 0 where they cannot be told apart, which is so without Linux
 * @param records that were written to topics of outcomes and members for them
 * @param checkpoints what Flink's checkpoints cost; null where there are none
 * @param recoverySeconds from the start of the job with its last checkpoint to the first event after it; of Kafka Streams, from its
 *     start where its stores are not until they are restored from their topics; null if that failed
 */
public record PeerReport(
        double events,
        double seconds,
        double cpuSeconds,
        double jitSeconds,
        double records,
        @Nullable Checkpoints checkpoints,
        @Nullable Double recoverySeconds) {

    /** How the report of a load begins. */
    public static String saysOf(String load) {
        return "report of " + load + ": ";
    }

    /**
     * Of the time in which events were read.
     *
     * @param completed how many
     * @param meanMillis from trigger to completion
     * @param maxMillis from trigger to completion
     * @param bytes of the last one, all that a restore would read
     */
    public record Checkpoints(long completed, double meanMillis, double maxMillis, long bytes) {}

    /** The same, and what is known when the peer has been ended. */
    public PeerReport with(@Nullable Checkpoints taken, @Nullable Double recovery) {
        return new PeerReport(events, seconds, cpuSeconds, jitSeconds, records, taken, recovery);
    }

    /** Events in a second. */
    public double perSecond() {
        return events / seconds;
    }

    /** Processor time for an event, without that of the JIT compilers, in microseconds: they are done long before a job is a day old. */
    public double cpuMicros() {
        return (cpuSeconds - jitSeconds) * 1e6 / events;
    }

    /** What the JIT compilers took beside it for an event, in microseconds. */
    public double jitMicros() {
        return jitSeconds * 1e6 / events;
    }

    /** Tells it to whoever started this process. */
    public void say(String load) throws JsonProcessingException {
        Spoken.say(saysOf(load) + new ObjectMapper().writeValueAsString(this));
    }

    /** Reads what {@link #say} said, without {@link #saysOf}. */
    public static PeerReport read(String json) throws IOException {
        return new ObjectMapper().readValue(json, PeerReport.class);
    }
}
