package io.rollcall.cli.demo;

import io.rollcall.cli.Failure;
import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in one community, in files with one JSON event a line. */
public final class History {
    private static final int SHOWN_REJECTS = 5;
    private static final int SHOWN_CHARACTERS = 100;

    private final List<Path> files;
    private final String community;

    /**
     * A history.
     *
     * @param files in the order in which they are read
     * @param community whose events count
     */
    public History(List<Path> files, String community) {
        this.files = List.copyOf(files);
        this.community = community;
    }

    /** What a reader is told, line by line; of blank lines nothing. */
    public interface Reader {

        /** The next event of the community. */
        void event(Event event);

        /** An event of another community. */
        void other(Event event);

        /** A line that is no event, and its bytes. */
        void reject(Reject reject, byte[] line);
    }

    /**
     * A line that is no event.
     *
     * @param file where it is
     * @param line which, from 1
     * @param reason why
     * @param text the beginning of it
     */
    public record Reject(Path file, long line, String reason, String text) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + reason + ": " + text;
        }
    }

    /**
     * What is in the files.
     *
     * @param events events of the community
     * @param others events of other communities
     * @param rejected lines that are no event
     * @param shown the first few of those
     * @param future events of the community that lie too far ahead of the wall clock for a live job to take
     * @param inOrder whether no event is older than the one before it
     * @param last the last instant of the community's events that are not in the future; null where there is none
     */
    public record Contents(
            long events,
            long others,
            long rejected,
            List<Reject> shown,
            long future,
            boolean inOrder,
            @Nullable Instant last) {}

    /** Looks through the files without feeding anything. {@code latest} is the last instant that a live job takes. */
    public Contents scan(Instant latest) {
        Count count = new Count(latest.toEpochMilli());
        read(count);
        return count.contents();
    }

    /** Reads the files once. */
    public void read(Reader reader) {
        for (Path file : files) {
            try (LineReader lines = LineReader.open(file)) {
                long number = 0;
                for (byte[] line = lines.next(); line != null; line = lines.next()) {
                    number++;
                    if (!isBlank(line)) {
                        read(file, number, line, reader);
                    }
                }
            } catch (NoSuchFileException e) {
                throw Failure.wrong(
                        "There is no file " + file + ". Give the path of a history: one JSON event a line.");
            } catch (IOException e) {
                String why = Files.isDirectory(file) ? "it is a directory" : e.toString();
                throw Failure.wrong("The history " + file + " cannot be read: " + why + ".");
            }
        }
    }

    private void read(Path file, long number, byte[] line, Reader reader) {
        try {
            Event event = EventJson.read(line);
            if (event.community().equals(community)) {
                reader.event(event);
            } else {
                reader.other(event);
            }
        } catch (EventException e) {
            reader.reject(new Reject(file, number, String.valueOf(e.getMessage()), beginning(line)), line);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static String beginning(byte[] line) {
        String text = new String(line, 0, Math.min(line.length, SHOWN_CHARACTERS * 4), StandardCharsets.UTF_8).strip();
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= SHOWN_CHARACTERS ? visible : visible.substring(0, SHOWN_CHARACTERS) + "…";
    }

    /** Counts what goes by. */
    private static final class Count implements Reader {
        private final long latest;
        private final List<Reject> shown = new ArrayList<>();
        private long events;
        private long others;
        private long rejected;
        private long future;
        private boolean inOrder = true;
        private long before = Long.MIN_VALUE;
        private long last = Long.MIN_VALUE;

        Count(long latest) {
            this.latest = latest;
        }

        @Override
        public void event(Event event) {
            events++;
            if (event.at() > latest) {
                future++;
                return;
            }
            inOrder &= event.at() >= before;
            before = event.at();
            last = Math.max(last, event.at());
        }

        @Override
        public void other(Event event) {
            others++;
        }

        @Override
        public void reject(Reject reject, byte[] line) {
            rejected++;
            if (shown.size() < SHOWN_REJECTS) {
                shown.add(reject);
            }
        }

        Contents contents() {
            Instant end = last == Long.MIN_VALUE ? null : Instant.ofEpochMilli(last);
            return new Contents(events, others, rejected, List.copyOf(shown), future, inOrder, end);
        }
    }
}
