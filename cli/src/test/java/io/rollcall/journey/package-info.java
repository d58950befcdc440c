/**
 * The journey job on a real broker and a real cluster, seen from outside.
 *
 * <p>Only what somebody has who did not write Rollcall: topics, and the schemas in {@code avro/}.
 */
@NullMarked
package io.rollcall.journey;

import org.jspecify.annotations.NullMarked;
