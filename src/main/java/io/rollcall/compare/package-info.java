/**
 * What would change if one program took the place of another: outcomes and snapshots of both go in, the difference
 * comes out.
 *
 * <p>Values only: it evaluates no history and writes nothing. What it keeps grows with members and rules, never with
 * the length of a history.
 */
@NullMarked
package io.rollcall.compare;

import org.jspecify.annotations.NullMarked;
