/** Tests of what a condition says of an event. */
@NullMarked
package io.rollcall.condition;

import org.jspecify.annotations.NullMarked;
