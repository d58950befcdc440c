/**
 * What a program makes of a history, worked out a second time from SEMANTICS alone and without a thought of speed, so that
 * the engine can be checked on programs and histories that nobody wrote by hand. May use: YAML, events. Not the engine's
 * rules, metrics, state or conditions.
 */
@NullMarked
package io.rollcall.naive;

import org.jspecify.annotations.NullMarked;
