/**
 * Programs on their way from their topic to the members: every version that was accepted, and which one counts.
 *
 * <p>In come messages of the programs topic in any order, out goes the same answer on every subtask. What a program
 * means is the engine's.
 */
@NullMarked
package io.rollcall.jobs.program;

import org.jspecify.annotations.NullMarked;
