package io.rollcall.replay;

/**
 * A line that is no event.
 *
 * @param file the name of its file
 * @param line which line, from 1
 * @param reason why it is none
 * @param text the line; what is no UTF-8 in it is replaced, and of one that is longer than any event the beginning
 */
public record Rejected(String file, long line, String reason, String text) {}
