/** Tests of the bits of a state. */
@NullMarked
package io.rollcall.metric;

import org.jspecify.annotations.NullMarked;
