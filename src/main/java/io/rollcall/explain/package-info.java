/**
 * One member's life under a program: every outcome with the event that set it off, the state at the end, what lies ahead.
 *
 * <p>Events of one history go in, in order; values come out. It evaluates nothing itself: that is the engine's.
 */
@NullMarked
package io.rollcall.explain;

import org.jspecify.annotations.NullMarked;
