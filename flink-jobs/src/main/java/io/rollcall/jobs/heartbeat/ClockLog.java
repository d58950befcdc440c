package io.rollcall.jobs.heartbeat;

import java.util.concurrent.CompletableFuture;

/** The log of events, as far as it can be told the time. */
interface ClockLog extends AutoCloseable {

    /**
     * Writes into every partition that nothing dated up to {@code instant} follows; it does not wait.
     *
     * @param instant in milliseconds since the epoch
     * @return done when every partition has it; failed when one of them does not take it
     */
    CompletableFuture<Void> tell(long instant);

    @Override
    void close();
}
