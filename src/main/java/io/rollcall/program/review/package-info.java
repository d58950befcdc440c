/**
 * What is legal in a program but surely unmeant.
 *
 * <p>In comes a program that was taken, out go doubts, each with its place in the text. It reasons over conditions as
 * logic, knows no member, and changes nothing: a program means the same with doubts and without.
 */
@NullMarked
package io.rollcall.program.review;

import org.jspecify.annotations.NullMarked;
