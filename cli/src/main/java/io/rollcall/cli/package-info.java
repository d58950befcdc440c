/**
 * The {@code rollcall} command: what people type, what it says, and how it ends.
 *
 * <p>May enter: arguments, files, and every other module to do the work. May not: any rule of a program, or anything that
 * another part would want to call. Exit statuses: 0 done, 1 failed, 2 wrong arguments or a wrong program.
 */
@NullMarked
package io.rollcall.cli;

import org.jspecify.annotations.NullMarked;
