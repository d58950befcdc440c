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
 * @param written how many bytes it wrote; what it has in common with the one before is not in it
 */
record Checkpoint(long at, long millis, long synchronous, boolean completed, long written) {
    private static final double MEGABYTE = 1e6;

    /** Those that the process has told of until now. */
    static List<Checkpoint> of(ChildProcess process) throws IOException {
        return process.said(LiveProcess.CHECKPOINT).stream()
                .map(said -> said.split(" "))
                .map(parts -> new Checkpoint(
                        Long.parseLong(parts[0]),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        parts[3].equals("COMPLETED"),
                        Long.parseLong(parts[4])))
                .toList();
    }

    /** How many megabytes it wrote. */
    double writtenMegabytes() {
        return written / MEGABYTE;
    }

    /** When it was complete, or given up, in milliseconds since the epoch. */
    long end() {
        return at + millis;
    }
}
