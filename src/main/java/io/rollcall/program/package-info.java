/**
 * What a community rewards and worries about: the program as a value, and its YAML form.
 *
 * <p>In comes YAML text, out goes a {@link io.rollcall.program.Program} that is right as a whole, or every error in it
 * with its line and column. Nothing here knows members, state or time of day.
 */
@NullMarked
package io.rollcall.program;

import org.jspecify.annotations.NullMarked;
