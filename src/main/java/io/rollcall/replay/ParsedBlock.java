package io.rollcall.replay;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventReader;
import io.rollcall.replay.LineBlocks.Block;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of a block say.
 *
 * @param file of which of the files, from 0
 * @param lines how many lines it has
 * @param events the events, in the order of the lines
 * @param linesOfEvents the line of each event, counted from 0 in this block
 * @param faults the lines that are none, counted from 0 in this block
 * @param position bytes of the files read up to its end
 */
record ParsedBlock(int file, long lines, List<Event> events, int[] linesOfEvents, List<Fault> faults, long position) {
    /** How much of a line that is longer than any event is shown. */
    private static final int SHOWN_BYTES = 1_000;

    private static final int LONGEST_CHARACTER = 4;

    /** A line that is no event. */
    record Fault(long line, String reason, byte[] text) {
        /** What is said of it, after so many lines of its file. */
        Rejected in(Path file, long linesBefore) {
            // what is no UTF-8 becomes the sign for that
            String readable = new String(text, StandardCharsets.UTF_8);
            return new Rejected(String.valueOf(file.getFileName()), linesBefore + line + 1, reason, readable);
        }
    }

    static ParsedBlock of(Block block, EventReader reader, int longestLine) {
        byte[] bytes = block.bytes();
        List<Event> events = new ArrayList<>(block.isCut() ? 0 : block.length() / 200);
        int[] linesOfEvents = new int[256];
        List<Fault> faults = new ArrayList<>(0);
        int line = 0;
        for (int start = 0; start < block.length(); line++) {
            int end = lineEnd(bytes, start, block.length());
            if (end - start > longestLine) {
                String reason = "longer than " + longestLine + " bytes; expected one event a line";
                faults.add(new Fault(line, reason, beginning(bytes, start, end)));
            } else if (!isBlank(bytes, start, end)) {
                try {
                    Event event = reader.read(bytes, start, end - start);
                    hash(event.member());
                    hash(event.recipient());
                    if (events.size() == linesOfEvents.length) {
                        linesOfEvents = Arrays.copyOf(linesOfEvents, 2 * linesOfEvents.length);
                    }
                    linesOfEvents[events.size()] = line;
                    events.add(event);
                } catch (EventException e) {
                    byte[] text = Arrays.copyOfRange(bytes, start, end);
                    faults.add(new Fault(line, String.valueOf(e.getMessage()), text));
                }
            }
            start = end + 1;
        }
        return new ParsedBlock(block.file(), line, events, linesOfEvents, faults, block.position());
    }

    /** A text remembers its hash: better it is computed here once than by every worker. */
    private static void hash(@Nullable String member) {
        if (member != null) {
            var unused = member.hashCode();
        }
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static byte[] beginning(byte[] bytes, int start, int end) {
        int shown = Math.max(start, Math.min(end - LONGEST_CHARACTER, start + SHOWN_BYTES));
        // no character is cut in two
        while (shown > start && (bytes[shown] & 0xC0) == 0x80) {
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
