package io.rollcall.replay;

import io.rollcall.event.Event;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sorts events on disk: runs that fit into memory are sorted by several threads, written one after another into a file,
 * and merged. What fits into one run never sees the disk.
 *
 * <p>The file is deleted as soon as it is open, so that nothing stays behind however the process ends.
 */
final class SortedRuns implements AutoCloseable {
    private static final int MOST_BUFFER = 1 << 20;
    private static final int LEAST_BUFFER = 8 << 10;
    private static final long ALL_BUFFERS = 64 << 20;

    private final Crew crew;
    private final int sorters;
    private final long runBytes;
    private final BlockingQueue<Unsorted> open = new ArrayBlockingQueue<>(1);
    private final List<CompletableFuture<Run>> runs = new ArrayList<>();
    private @Nullable FileChannel file;
    private long fileEnd;
    private List<Event> events = new ArrayList<>();
    private long bytes;

    private record Unsorted(List<Event> events, CompletableFuture<Run> sorted) {}

    /** A sorted part of the file. */
    private record Run(long from, long to) {}

    /** Takes events in order. */
    interface Taker {
        void take(Event event) throws IOException, InterruptedException;
    }

    /**
     * Runs of at most so many bytes of memory, roughly.
     *
     * @param sorters how many threads sort and write
     */
    SortedRuns(Crew crew, int sorters, long runBytes) {
        this.crew = crew;
        this.sorters = sorters;
        this.runBytes = runBytes;
    }

    /** Adds an event. */
    void add(Event event) throws IOException, InterruptedException {
        events.add(event);
        bytes += memory(event);
        if (bytes >= runBytes) {
            spill();
        }
    }

    /** What an event takes in memory: a guess that is right enough to bound it. */
    private static long memory(Event event) {
        long size = 200L + event.id().length();
        size += event.member() == null ? 0 : event.member().length() + 48;
        size += event.recipient() == null ? 0 : event.recipient().length() + 48;
        for (var attribute : event.attributes().entrySet()) {
            size += 128 + attribute.getKey().length() + attribute.getValue().length();
        }
        return size;
    }

    private void spill() throws IOException, InterruptedException {
        if (file == null) {
            Path path = Files.createTempFile("rollcall-sort-", ".tmp");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            Files.deleteIfExists(path);
            for (int i = 0; i < sorters; i++) {
                FileChannel to = file;
                crew.start("sorter-" + i, () -> sort(to));
            }
        }
        var unsorted = new Unsorted(events, new CompletableFuture<>());
        runs.add(unsorted.sorted());
        open.put(unsorted);
        events = new ArrayList<>();
        bytes = 0;
    }

    private void sort(FileChannel to) throws IOException, InterruptedException {
        var encoded = new EventBytes();
        while (true) {
            Unsorted run = open.take();
            run.events().sort(EventOrder.INSTANCE);
            encoded.clear();
            run.events().forEach(encoded::write);
            long from = reserve(encoded.length());
            ByteBuffer buffer = ByteBuffer.wrap(encoded.bytes(), 0, encoded.length());
            while (buffer.hasRemaining()) {
                to.write(buffer, from + buffer.position());
            }
            run.sorted().complete(new Run(from, from + encoded.length()));
        }
    }

    private synchronized long reserve(long length) {
        long from = fileEnd;
        fileEnd += length;
        return from;
    }

    /** Hands over all events in order. Equal ones come in the order in which they were added. */
    void drain(Taker taker) throws IOException, InterruptedException {
        if (file == null) {
            events.sort(EventOrder.INSTANCE);
            for (Event event : events) {
                taker.take(event);
            }
            return;
        }
        if (!events.isEmpty()) {
            spill();
        }
        var cursors = new PriorityQueue<Cursor>(runs.size(), Cursor.ORDER);
        int buffer = (int) Math.max(LEAST_BUFFER, Math.min(MOST_BUFFER, ALL_BUFFERS / runs.size()));
        for (int i = 0; i < runs.size(); i++) {
            var cursor = new Cursor(i, file, sorted(i), buffer);
            if (cursor.advance()) {
                cursors.add(cursor);
            }
        }
        for (Cursor first = cursors.poll(); first != null; first = cursors.poll()) {
            Cursor next = cursors.peek();
            boolean more = true;
            // a run often has several events before the next run's first
            while (more && (next == null || Cursor.ORDER.compare(first, next) < 0)) {
                taker.take(first.event());
                more = first.advance();
            }
            if (more) {
                cursors.add(first);
            }
        }
    }

    private Run sorted(int index) throws IOException, InterruptedException {
        try {
            return runs.get(index).get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** Reads a run. */
    private static final class Cursor {
        private static final Comparator<Cursor> ORDER =
                Comparator.comparing(Cursor::event, EventOrder.INSTANCE).thenComparingInt(cursor -> cursor.index);

        private final int index;
        private final FileChannel file;
        private final long to;
        private final EventBytes.Reader reader = new EventBytes.Reader();
        private long position;
        private byte[] buffer;
        private int start;
        private int end;
        private @Nullable Event event;

        Cursor(int index, FileChannel file, Run run, int buffer) {
            this.index = index;
            this.file = file;
            this.position = run.from();
            this.to = run.to();
            this.buffer = new byte[buffer];
        }

        boolean advance() throws IOException {
            if (position == to && start == end) {
                return false;
            }
            fill(Integer.BYTES);
            int size = EventBytes.Reader.size(buffer, start);
            fill(Integer.BYTES + size);
            event = reader.read(buffer, start + Integer.BYTES);
            start += Integer.BYTES + size;
            return true;
        }

        private void fill(int wanted) throws IOException {
            if (end - start >= wanted) {
                return;
            }
            byte[] into = wanted > buffer.length ? new byte[wanted] : buffer;
            System.arraycopy(buffer, start, into, 0, end - start);
            buffer = into;
            end -= start;
            start = 0;
            while (end < wanted) {
                int most = (int) Math.min(buffer.length - end, to - position);
                int read = file.read(ByteBuffer.wrap(buffer, end, most), position);
                if (read <= 0) {
                    throw new EOFException("the sorted history ends too early");
                }
                end += read;
                position += read;
            }
        }

        Event event() {
            if (event == null) {
                throw new IllegalStateException("not advanced");
            }
            return event;
        }
    }
}
