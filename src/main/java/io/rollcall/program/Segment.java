package io.rollcall.program;

import io.rollcall.condition.Condition;

/** A segment: those of whom a condition holds. */
public record Segment(String name, Condition when) {}
