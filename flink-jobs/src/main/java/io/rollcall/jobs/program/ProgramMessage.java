package io.rollcall.jobs.program;

import org.jspecify.annotations.Nullable;

/**
 * A record of the programs topic, as received.
 *
 * @param partition its partition
 * @param offset its offset: the program's version
 * @param key a {@link io.rollcall.wire.ProgramKey} in UTF-8, if it is right
 * @param value the program's text in UTF-8, if it is right; null ends a trial
 */
public record ProgramMessage(int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {}
