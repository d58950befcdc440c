/**
 * Words: outcomes, numbers and durations as people who run a community read them, in one place for page and commands.
 *
 * <p>Values in, text out; nothing here decides anything, and no text carries a date, which only the reader's side can
 * write in the reader's way.
 */
@NullMarked
package io.rollcall.wording;

import org.jspecify.annotations.NullMarked;
