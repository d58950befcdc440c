/**
 * The keyed step of member-journey: one state, one serializer and one timer per member around the engine.
 *
 * <p>In come events that reach a member, programs, and the clock; out go messages for topics. What any of it means is
 * the engine's; here is only when it is asked, and what is kept.
 */
@NullMarked
package io.rollcall.jobs.journey;

import org.jspecify.annotations.NullMarked;
