/**
 * What a job sends: outcomes, snapshots and dead letters as the records of {@code avro/}, each with its topic and key.
 *
 * <p>The only place where the engine's values become records of the wire.
 */
@NullMarked
package io.rollcall.jobs.out;

import org.jspecify.annotations.NullMarked;
