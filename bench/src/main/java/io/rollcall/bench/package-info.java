/**
 * What is measured: the cost of a decision and the size of a member's state, over the simulated community.
 *
 * <p>Run by {@code bench/run}; figures are in docs/performance.md. In may come everything that Rollcall has; nothing else
 * may depend on it.
 */
@NullMarked
package io.rollcall.bench;

import org.jspecify.annotations.NullMarked;
