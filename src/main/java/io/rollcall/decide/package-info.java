/**
 * The heart: one evaluation of one member, {@code decide(state, event or instant, program) -> (state', outcomes, next)}.
 *
 * <p>Pure: no clock, no I/O, no static state, nothing about where it runs. The live job, the replay and the tests call
 * the same {@link io.rollcall.decide.Engine}.
 */
@NullMarked
package io.rollcall.decide;

import org.jspecify.annotations.NullMarked;
