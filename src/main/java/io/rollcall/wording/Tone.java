package io.rollcall.wording;

/** How a reader should feel about an outcome. */
public enum Tone {
    GOOD,
    BAD,
    NEUTRAL
}
