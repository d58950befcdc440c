package io.rollcall.replay;

import io.rollcall.event.EventReader;
import io.rollcall.replay.LineBlocks.Block;
import io.rollcall.replay.LineBlocks.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The files of a history, read by one thread, their lines parsed by several, and handed over in the order of the files.
 */
final class ParsedFiles {
    /** Blocks read ahead by each parser: few, as a block can be as long as the longest line. */
    private static final int AHEAD = 4;

    private final BlockingQueue<Optional<Task>> ordered;
    private final BlockingQueue<Task> open;

    private record Task(Block block, CompletableFuture<ParsedBlock> parsed) {}

    /** Takes parsed blocks. */
    interface Taker {
        /** The next one; returns whether more are wanted. */
        boolean take(ParsedBlock block) throws IOException, InterruptedException;
    }

    private ParsedFiles(int parsers) {
        this.ordered = new ArrayBlockingQueue<>(parsers * AHEAD);
        this.open = new ArrayBlockingQueue<>(parsers * AHEAD + 1);
    }

    /**
     * Reads the files. Returns whether that was wanted to the end.
     *
     * @throws HistoryException if one cannot be read
     */
    static boolean read(Crew crew, List<Path> files, Tuning tuning, Taker taker) throws IOException {
        if (files.isEmpty()) {
            return true;
        }
        var reading = new ParsedFiles(tuning.workers());
        crew.start("reader", () -> reading.cut(files, tuning.limits()));
        for (int i = 0; i < tuning.workers(); i++) {
            crew.start("parser-" + i, () -> reading.parse(tuning.limits().line()));
        }
        return crew.work(() -> reading.handOver(taker));
    }

    private void cut(List<Path> files, Limits limits) throws IOException, InterruptedException {
        try (var blocks = new LineBlocks(files, limits)) {
            for (Block block = blocks.next(); block != null; block = blocks.next()) {
                var task = new Task(block, new CompletableFuture<>());
                ordered.put(Optional.of(task));
                open.put(task);
            }
        }
        ordered.put(Optional.empty());
    }

    private void parse(int longestLine) throws InterruptedException {
        var reader = new EventReader();
        while (true) {
            Task task = open.take();
            task.parsed().complete(ParsedBlock.of(task.block(), reader, longestLine));
        }
    }

    private boolean handOver(Taker taker) throws IOException, InterruptedException {
        try {
            for (var next = ordered.take(); next.isPresent(); next = ordered.take()) {
                if (!taker.take(next.get().parsed().get())) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }
}
