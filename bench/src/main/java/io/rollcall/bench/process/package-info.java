/**
 * Processes of their own, each a JVM: the broker and the peers, so that what one costs is not counted with another.
 *
 * <p>They end with this process, however it ends.
 */
@NullMarked
package io.rollcall.bench.process;

import org.jspecify.annotations.NullMarked;
