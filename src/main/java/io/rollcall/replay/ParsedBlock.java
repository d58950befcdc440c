package io.rollcall.replay;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventReader;
import io.rollcall.replay.LineBlocks.Block;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the lines of a block say.
 *
 * @param file of which of the files, from 0
 * @param lines how many lines it has
 * @param events the events, in the order of the lines
 * @param faults the lines that are none, counted from 0 in this block
 * @param position bytes of the files read up to its end
 */
record ParsedBlock(int file, long lines, List<Event> events, List<Fault> faults, long position) {
    /** How much of a line that is longer than any event is shown. */
    private static final int SHOWN_BYTES = 1_000;

    /** A line that is no event. */
    record Fault(long line, String reason, byte[] text) {
        /** The line as text; what is no UTF-8 becomes the sign for that. */
        String asText() {
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    static ParsedBlock of(Block block, EventReader reader, int longestLine) {
        byte[] bytes = block.bytes();
        List<Event> events = new ArrayList<>(block.isCut() ? 0 : block.length() / 200);
        List<Fault> faults = new ArrayList<>(0);
        long line = 0;
        for (int start = 0; start < block.length(); line++) {
            int end = start;
            while (end < block.length() && bytes[end] != '\n') {
                end++;
            }
            if (end - start > longestLine) {
                String reason = "longer than " + longestLine + " bytes; expected one event a line";
                faults.add(new Fault(line, reason, beginning(bytes, start, end)));
            } else if (!isBlank(bytes, start, end)) {
                try {
                    events.add(reader.read(bytes, start, end - start));
                } catch (EventException e) {
                    byte[] text = Arrays.copyOfRange(bytes, start, end);
                    faults.add(new Fault(line, String.valueOf(e.getMessage()), text));
                }
            }
            start = end + 1;
        }
        return new ParsedBlock(block.file(), line, events, faults, block.position());
    }

    private static byte[] beginning(byte[] bytes, int start, int end) {
        int shown = Math.min(end, start + SHOWN_BYTES);
        // no character is cut in two
        while (shown < end && shown > start && (bytes[shown] & 0xC0) == 0x80) {
            shown--;
        }
        return (new String(bytes, start, shown - start, StandardCharsets.UTF_8) + "…").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
