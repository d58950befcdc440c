/**
 * The bounds that the build holds figures to. Nothing here is timed: what depends on the machine is in docs/performance.md
 * and measured by hand.
 */
@NullMarked
package io.rollcall.bench;

import org.jspecify.annotations.NullMarked;
