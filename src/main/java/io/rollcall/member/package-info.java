/**
 * All that is kept of one member, and its bytes.
 *
 * <p>The state knows the program it was kept under, and how to move to another one. It decides nothing: that is
 * {@link io.rollcall.decide}'s.
 */
@NullMarked
package io.rollcall.member;

import org.jspecify.annotations.NullMarked;
