package io.rollcall.cli.demo;

import io.rollcall.cli.Failure;
import io.rollcall.cli.FileError;
import io.rollcall.event.Event;
import io.rollcall.replay.EventFiles;
import io.rollcall.replay.EventTypes;
import io.rollcall.replay.HistoryException;
import io.rollcall.replay.Rejected;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

        /** The same with where it stands; lines count from 1. */
        default void event(Path file, long line, Event event) {
            event(event);
        }

        /** An event of another community. */
        void other(Event event);

        /** A line that is no event, and its bytes. */
        void reject(Reject reject, byte[] line);

        /** So many bytes of the files, packed as they are, have been read by now. */
        default void progress(long bytes) {}
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
     * @param types by type, how many of those events there are, as {@link EventTypes} counts them
     */
    public record Contents(
            long events,
            long others,
            long rejected,
            List<Reject> shown,
            long future,
            boolean inOrder,
            @Nullable Instant last,
            Map<String, Long> types) {}

    /** Looks through the files without feeding anything. {@code latest} is the last instant that a live job takes. */
    public Contents scan(Instant latest) {
        Count count = new Count(latest.toEpochMilli());
        read(count);
        return count.contents();
    }

    /** Reads the files once. */
    public void read(Reader reader) {
        try {
            EventFiles.read(files, new EventFiles.Reader() {
                @Override
                public void event(Path file, long line, Event event) {
                    if (event.community().equals(community)) {
                        reader.event(file, line, event);
                    } else {
                        reader.other(event);
                    }
                }

                @Override
                public void rejected(Path file, Rejected line, byte[] bytes) {
                    reader.reject(new Reject(file, line.line(), line.reason(), beginning(line.text())), bytes);
                }

                @Override
                public void progress(long bytes) {
                    reader.progress(bytes);
                }
            });
        } catch (HistoryException e) {
            String message = String.valueOf(e.getMessage());
            throw e.isWrongFile() ? Failure.wrong(message) : Failure.failed(message, e);
        } catch (IOException e) {
            throw Failure.failed("The history cannot be read: " + FileError.reason(e) + ".", e);
        }
    }

    private static String beginning(String line) {
        String start = line.substring(0, Math.min(line.length(), SHOWN_CHARACTERS * 4));
        String visible = start.strip().replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= SHOWN_CHARACTERS ? visible : visible.substring(0, SHOWN_CHARACTERS) + "…";
    }

    /** Counts what goes by. */
    private static final class Count implements Reader {
        private final long latest;
        private final List<Reject> shown = new ArrayList<>();
        private final EventTypes types = new EventTypes();
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
            types.add(event.type());
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
            return new Contents(events, others, rejected, List.copyOf(shown), future, inOrder, end, types.counts());
        }
    }
}
