/**
 * What crosses the wire: the records generated from {@code src/main/avro}, their bytes, and the names of the topics.
 *
 * <p>Every job and every tool may use it; it knows none of them.
 */
@NullMarked
package io.rollcall.wire;

import org.jspecify.annotations.NullMarked;
