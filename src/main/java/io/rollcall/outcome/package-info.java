/**
 * What became true of a member: one record for each kind of outcome, the snapshot of a member, and the one place where
 * outcome ids are computed.
 *
 * <p>Values only; nothing here decides anything or knows where outcomes go.
 */
@NullMarked
package io.rollcall.outcome;

import org.jspecify.annotations.NullMarked;
