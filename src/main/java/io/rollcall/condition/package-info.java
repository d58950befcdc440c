/**
 * Conditions: CEL text in, a compiled test out, with what it names and how it can change as days go by.
 *
 * <p>A library parses and type-checks; what is evaluated are closures over doubles that allocate nothing. Nothing here
 * knows what the names stand for: that is the {@link io.rollcall.condition.Vocabulary}'s.
 */
@NullMarked
package io.rollcall.condition;

import org.jspecify.annotations.NullMarked;
