/**
 * Replay: a history in files in, outcomes and members in files out (SEMANTICS section 7).
 *
 * <p>The only room of the engine's module that reads and writes files and has threads; it decides nothing, {@link
 * io.rollcall.decide.Engine} does.
 */
@NullMarked
package io.rollcall.replay;

import org.jspecify.annotations.NullMarked;
