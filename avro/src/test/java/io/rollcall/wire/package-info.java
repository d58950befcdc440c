/** Tests of what crosses the wire. */
@org.jspecify.annotations.NullMarked
package io.rollcall.wire;
