/** What can be tested of the benchmarks without running one. */
@NullMarked
package io.rollcall.bench.community;

import org.jspecify.annotations.NullMarked;
