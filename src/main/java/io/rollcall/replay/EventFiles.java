package io.rollcall.replay;

import io.rollcall.event.Event;
import io.rollcall.event.EventReader;
import io.rollcall.replay.LineBlocks.Block;
import io.rollcall.replay.LineBlocks.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads files of events as they are: for those who want the events themselves, in the order of the files. */
public final class EventFiles {
    private EventFiles() {}

    /** Is told what the lines say; of blank lines nothing. */
    public interface Reader {

        /** The next event. Events come in the order of the files; {@code line} counts from 1. */
        void event(Path file, long line, Event event);

        /** A line that is no event, and its bytes; of one that is longer than any event, the beginning. */
        void rejected(Path file, Rejected line, byte[] bytes);

        /** So many bytes of the files, packed as they are, have been read by now. */
        default void progress(long bytes) {}
    }

    /**
     * Reads files, packed (gzip) or not, one after the other.
     *
     * @throws HistoryException if one cannot be read
     */
    public static void read(List<Path> files, Reader reader) throws IOException {
        var events = new EventReader();
        int file = -1;
        long lines = 0;
        try (var blocks = new LineBlocks(files, Limits.DEFAULT)) {
            for (Block block = blocks.next(); block != null; block = blocks.next()) {
                lines = block.file() == file ? lines : 0;
                file = block.file();
                Path path = files.get(file);
                ParsedBlock parsed = ParsedBlock.of(block, events, Limits.DEFAULT.line());
                for (int i = 0; i < parsed.events().size(); i++) {
                    reader.event(
                            path,
                            lines + parsed.linesOfEvents()[i] + 1,
                            parsed.events().get(i));
                }
                for (ParsedBlock.Fault fault : parsed.faults()) {
                    reader.rejected(path, fault.in(path, lines), fault.text());
                }
                lines += parsed.lines();
                reader.progress(block.position());
            }
        }
    }
}
