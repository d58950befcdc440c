package io.rollcall.replay;

import io.rollcall.event.Event;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened in one community: files with one JSON event a line, in any order, or events in memory. */
public final class History {
    private final String community;
    private final List<Path> files;
    private final List<Event> given;
    private final @Nullable Long until;
    private final Listener listener;
    /** Lines that are no event are told once, however often the history is read. */
    private long rejectsTold;

    /** Hears of what is read. It is called by the thread that runs the replay. */
    public interface Listener {
        /** Hears nothing. */
        Listener NONE = new Listener() {};

        /** A line that is no event. Each is told once, in the order of the files and their lines. */
        default void rejected(Rejected line) throws IOException {}

        /**
         * An event of another community, which does not count; told until the first one of the community that does, and
         * again where the history has to be read again.
         */
        default void otherCommunity(Event event) {}

        /**
         * How far it has come.
         *
         * @param done bytes as they are in the files; events once they are sorted
         * @param whole the same of the whole; 0 where nobody knows
         */
        default void progress(Stage stage, long done, long whole) {}
    }

    /** What is being done. */
    public enum Stage {
        /** The events are read and evaluated. */
        EVALUATING,
        /** The events are read and sorted, as they are in no order. */
        SORTING,
        /** The sorted events are evaluated. */
        EVALUATING_SORTED
    }

    /**
     * What a history holds.
     *
     * @param events events of the community that are not later than the end
     * @param otherCommunities events of other communities
     * @param later events of the community that are later than the end
     * @param rejected lines that are no event
     * @param sorted whether they had to be sorted, being in no order
     * @param end the end, in milliseconds since the epoch; null if none was given and there is no event
     * @param last the last of those events, in milliseconds since the epoch; null if there is none
     * @param strays the few events that lie far before or after all others
     * @param types by type, how many of those events there are, as {@link EventTypes} counts them
     */
    public record Counts(
            long events,
            long otherCommunities,
            long later,
            long rejected,
            boolean sorted,
            @Nullable Long end,
            @Nullable Long last,
            List<Strays.Few> strays,
            Map<String, Long> types) {}

    /** Takes events in order, many at once. */
    interface Batches {
        void take(Event[] events) throws IOException, InterruptedException;
    }

    private History(String community, List<Path> files, List<Event> given, @Nullable Long until, Listener listener) {
        this.community = community;
        this.files = files;
        this.given = given;
        this.until = until;
        this.listener = listener;
    }

    /**
     * A history in files, packed (gzip) or not.
     *
     * @param community whose events count
     * @param until the end, in milliseconds since the epoch; null for the last event's instant
     */
    public static History ofFiles(String community, List<Path> files, @Nullable Long until, Listener listener) {
        return new History(community, List.copyOf(files), List.of(), until, listener);
    }

    /**
     * A history in memory, in any order.
     *
     * @param community whose events count
     * @param until the end, in milliseconds since the epoch; null for the last event's instant
     */
    public static History ofEvents(String community, List<Event> events, @Nullable Long until) {
        return new History(community, List.of(), List.copyOf(events), until, Listener.NONE);
    }

    /** Whether it can be read again, should it turn out to be in no order. A pipe cannot. */
    boolean isRepeatable() {
        return files.stream().allMatch(Files::isRegularFile);
    }

    /**
     * Reads the events as they come.
     *
     * @return null if they are in no order; what was handed over by then is worth nothing
     * @throws HistoryException if a file cannot be read
     */
    @Nullable
    Counts readInOrder(Crew crew, Tuning tuning, Batches batches) throws IOException {
        var reading = new Reading(Stage.EVALUATING);
        var window = new SortWindow(tuning.window());
        boolean isInOrder = reading.run(crew, tuning, event -> !window.add(event) || hand(window.release(), batches));
        if (isInOrder) {
            isInOrder = crew.work(() -> hand(window.releaseAll(), batches));
        }
        return isInOrder ? reading.counts(false) : null;
    }

    private static boolean hand(Event @Nullable [] events, Batches batches) throws IOException, InterruptedException {
        if (events != null && events.length > 0) {
            batches.take(events);
        }
        return events != null;
    }

    /**
     * Reads and sorts the events, then hands them over.
     *
     * @throws HistoryException if a file cannot be read
     */
    Counts readSorted(Crew crew, Tuning tuning, Batches batches) throws IOException {
        var reading = new Reading(Stage.SORTING);
        try (var runs = new SortedRuns(crew, tuning.workers(), tuning.runBytes())) {
            reading.run(crew, tuning, event -> {
                runs.add(event);
                return true;
            });
            crew.work(() -> {
                var batch = new ArrayList<Event>(tuning.window());
                long[] handed = {0};
                runs.drain(event -> {
                    batch.add(event);
                    if (batch.size() == tuning.window()) {
                        handed[0] += batch.size();
                        batches.take(batch.toArray(Event[]::new));
                        batch.clear();
                        listener.progress(Stage.EVALUATING_SORTED, handed[0], reading.events);
                    }
                });
                hand(batch.toArray(Event[]::new), batches);
                listener.progress(Stage.EVALUATING_SORTED, reading.events, reading.events);
                return true;
            });
        }
        return reading.counts(true);
    }

    /** Takes the community's events up to the end. */
    private interface Taker {
        /** The next one; returns whether more are wanted. */
        boolean take(Event event) throws IOException, InterruptedException;
    }

    /** One reading of the whole. */
    private final class Reading {
        private final Stage stage;
        private long whole;
        private long events;
        private long otherCommunities;
        private long later;
        private long rejected;
        private @Nullable Long last;
        private int file;
        private long linesOfFile;
        private final Strays strays = new Strays();
        private final EventTypes types = new EventTypes();

        Reading(Stage stage) {
            this.stage = stage;
        }

        /** Returns whether it came to the end. */
        boolean run(Crew crew, Tuning tuning, Taker taker) throws IOException {
            whole = size();
            boolean isWanted = crew.work(() -> {
                for (Event event : given) {
                    if (!take(event, 0, taker)) {
                        return false;
                    }
                }
                return true;
            });
            return isWanted && ParsedFiles.read(crew, files, tuning, block -> take(block, taker));
        }

        private boolean take(ParsedBlock block, Taker taker) throws IOException, InterruptedException {
            if (block.file() != file) {
                file = block.file();
                linesOfFile = 0;
            }
            for (ParsedBlock.Fault fault : block.faults()) {
                rejected++;
                if (rejected > rejectsTold) {
                    rejectsTold = rejected;
                    listener.rejected(fault.in(files.get(file), linesOfFile));
                }
            }
            int[] lines = block.linesOfEvents();
            for (int i = 0; i < block.events().size(); i++) {
                if (!take(block.events().get(i), linesOfFile + lines[i] + 1, taker)) {
                    return false;
                }
            }
            linesOfFile += block.lines();
            listener.progress(stage, block.position(), whole);
            return true;
        }

        private boolean take(Event event, long line, Taker taker) throws IOException, InterruptedException {
            if (!event.community().equals(community)) {
                otherCommunities++;
                if (events == 0) {
                    listener.otherCommunity(event);
                }
                return true;
            }
            if (until != null && event.at() > until) {
                later++;
                return true;
            }
            events++;
            last = last == null ? event.at() : Math.max(last, event.at());
            strays.add(event, files.isEmpty() ? null : files.get(file), line);
            types.add(event.type());
            return taker.take(event);
        }

        private long size() throws IOException {
            long size = 0;
            for (Path each : files) {
                check(each);
                size += Files.size(each);
            }
            return isRepeatable() ? size : 0;
        }

        Counts counts(boolean sorted) {
            return new Counts(
                    events,
                    otherCommunities,
                    later,
                    rejected,
                    sorted,
                    until != null ? until : last,
                    last,
                    strays.find(),
                    types.counts());
        }
    }

    /** Before an hour's work, not in the midst of it. */
    private static void check(Path file) throws HistoryException {
        if (!Files.exists(file)) {
            throw HistoryException.of(file, new NoSuchFileException(file.toString()));
        }
        if (Files.isDirectory(file)) {
            throw HistoryException.of(file, new IOException("a directory"));
        }
        if (!Files.isReadable(file)) {
            throw HistoryException.of(file, new AccessDeniedException(file.toString()));
        }
    }
}
