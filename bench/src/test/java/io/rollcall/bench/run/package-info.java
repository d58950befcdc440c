/** What can be tested of the benchmarks without running one. */
@NullMarked
package io.rollcall.bench.run;

import org.jspecify.annotations.NullMarked;
