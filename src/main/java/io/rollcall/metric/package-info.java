/**
 * The metrics of a member: what one counts, and the facts that it keeps for it.
 *
 * <p>Facts are kept by local date, so that late events count in the dates that they belong to, and are bounded: nothing
 * here grows with time. In come matching events and dates, out go values. Nothing here knows programs or rules.
 */
@NullMarked
package io.rollcall.metric;

import org.jspecify.annotations.NullMarked;
