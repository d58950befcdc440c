package io.rollcall.bench.run;

import io.rollcall.bench.peer.LiveProcess;
import io.rollcall.bench.process.ChildProcess;
import java.io.IOException;
import java.util.List;

/**
 * A checkpoint of a live job.
 *
 * @param at when it was triggered, in milliseconds since the epoch
 * @param millis how long it took
 * @param synchronous how long its synchronous part took in the task where it took longest, in milliseconds; what is written before the
 *     barrier is not in it
 * @param completed whether it is good for anything
 */
record Checkpoint(long at, long millis, long synchronous, boolean completed) {

    /** Those that the process has told of until now. */
    static List<Checkpoint> of(ChildProcess process) throws IOException {
        return process.said(LiveProcess.CHECKPOINT).stream()
                .map(said -> said.split(" "))
                .map(parts -> new Checkpoint(
                        Long.parseLong(parts[0]),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        parts[3].equals("COMPLETED")))
                .toList();
    }

    /** When it was complete, or given up, in milliseconds since the epoch. */
    long end() {
        return at + millis;
    }
}
