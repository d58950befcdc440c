package io.rollcall.program;

/**
 * Recency, frequency, monetary value: three numbers, each good or not. The first three are slots.
 *
 * @param goodRecency good at or below it
 * @param goodFrequency good at or above it
 * @param goodMonetary good at or above it
 */
public record Rfm(
        int recency, int frequency, int monetary, double goodRecency, double goodFrequency, double goodMonetary) {}
