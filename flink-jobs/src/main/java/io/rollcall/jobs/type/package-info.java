/**
 * The frame of our own Flink serializers: compact bytes, versioned snapshots, no Kryo.
 *
 * <p>Knows Flink's type system and none of the types; each type keeps its serializer beside it.
 */
@NullMarked
package io.rollcall.jobs.type;

import org.jspecify.annotations.NullMarked;
