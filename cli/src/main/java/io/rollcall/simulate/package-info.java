/**
 * A seeded community: believable people whose acts come out as a stream of events in the order of time.
 *
 * <p>In comes a {@link io.rollcall.simulate.Community}, out come {@link io.rollcall.event.Event}s: the same ones, byte
 * for byte, for the same community on every machine. No clock, no I/O, no program: what the events mean is not known here.
 */
@NullMarked
package io.rollcall.simulate;

import org.jspecify.annotations.NullMarked;
