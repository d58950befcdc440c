package io.rollcall.jobs.config;

/** How outcomes reach their topics. */
public enum Delivery {
    /** At once, and again after a failure; outcome ids are deterministic, so that every consumer can be idempotent. */
    AT_LEAST_ONCE,
    /** Once, in Kafka transactions, visible to {@code read_committed} consumers after each checkpoint. */
    EXACTLY_ONCE
}
