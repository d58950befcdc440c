/** The house as a whole: what may know what. */
@NullMarked
package io.rollcall;

import org.jspecify.annotations.NullMarked;
