/**
 * Tells the events topic what time it is, so that deadlines pass in a community in which nothing happens.
 *
 * <p>In comes the wall clock, out go clock records behind whatever is in the topic already. Nothing here reads events,
 * or knows programs or members.
 */
@NullMarked
package io.rollcall.jobs.heartbeat;

import org.jspecify.annotations.NullMarked;
