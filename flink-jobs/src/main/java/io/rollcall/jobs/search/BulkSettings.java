package io.rollcall.jobs.search;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * How documents are gathered into requests, and how failed ones are tried again.
 *
 * @param maxActions the most documents in one request
 * @param maxBytes the largest request, unless one document alone is larger
 * @param linger how long a document waits for others
 * @param maxInFlight the most requests at one time
 * @param maxHeld the most documents held, waiting and in flight
 * @param retryInitial the first pause after a failure
 * @param retryMax the longest pause
 */
record BulkSettings(
        int maxActions,
        int maxBytes,
        Duration linger,
        int maxInFlight,
        int maxHeld,
        Duration retryInitial,
        Duration retryMax)
        implements Serializable {

    static BulkSettings of(JobConfiguration configuration) {
        return new BulkSettings(
                configuration.get(JobOptions.BULK_MAX_ACTIONS),
                configuration.get(JobOptions.BULK_MAX_BYTES),
                configuration.get(JobOptions.BULK_FLUSH_INTERVAL),
                configuration.get(JobOptions.BULK_MAX_IN_FLIGHT),
                configuration.get(JobOptions.BULK_MAX_BUFFERED),
                configuration.get(JobOptions.BULK_RETRY_INITIAL),
                configuration.get(JobOptions.BULK_RETRY_MAX));
    }

    /** The most bytes held: what is in flight, and as much again that waits for its turn. */
    long maxHeldBytes() {
        return 2L * maxInFlight * maxBytes;
    }
}
