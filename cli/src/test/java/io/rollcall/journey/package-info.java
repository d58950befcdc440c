/** The member-journey job between real servers. */
@org.jspecify.annotations.NullMarked
package io.rollcall.journey;
