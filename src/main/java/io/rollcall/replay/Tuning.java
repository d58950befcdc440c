package io.rollcall.replay;

import io.rollcall.replay.LineBlocks.Limits;

/**
 * How a replay uses the machine; the results do not depend on it.
 *
 * @param limits how much is read at once
 * @param workers how many threads parse, sort and evaluate, each
 * @param window how many events are held back to put those in order that are nearly so
 * @param runBytes how much memory a run takes that is sorted before it goes to disk
 * @param warmBytes how much memory members take whose state is ready for use; the others' is bytes
 * @param pageSize how many outcomes are handed over at once
 */
record Tuning(Limits limits, int workers, int window, long runBytes, long warmBytes, int pageSize) {

    /** What suits this machine and the memory that Java has. */
    static Tuning ofThisMachine() {
        Runtime machine = Runtime.getRuntime();
        long memory = machine.maxMemory();
        return new Tuning(
                Limits.DEFAULT, Math.max(1, machine.availableProcessors()), 16 << 10, memory / 32, memory / 4, 4 << 10);
    }
}
