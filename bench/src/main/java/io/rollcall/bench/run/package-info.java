/**
 * The command {@code bench/run peers, latency, midnight}: prepares what is measured, starts the processes, one after the
 * other, and prints what came of it as a table of ratios.
 */
@NullMarked
package io.rollcall.bench.run;

import org.jspecify.annotations.NullMarked;
