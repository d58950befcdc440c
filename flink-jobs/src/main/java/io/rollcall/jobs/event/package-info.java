/**
 * From a Kafka record to an event that reaches a member, or to a dead letter; and the clock that events drive.
 *
 * <p>Whatever the bytes are, out comes one of the two: nothing that is received can stop the job. Nothing here knows
 * programs or members' state.
 */
@NullMarked
package io.rollcall.jobs.event;

import org.jspecify.annotations.NullMarked;
