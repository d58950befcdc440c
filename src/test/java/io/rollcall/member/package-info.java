/** Tests of what is kept of a member, piece by piece. */
@NullMarked
package io.rollcall.member;

import org.jspecify.annotations.NullMarked;
