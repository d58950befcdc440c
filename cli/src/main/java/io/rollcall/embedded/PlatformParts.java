package io.rollcall.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a platform while they start, run and stop, and the directory that they work in.
 *
 * <p>They are closed once, by whoever is first: the owner, or the hook that runs on Ctrl-C, even in the middle of the start.
 */
final class PlatformParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformParts.class);
    private static final int STARTS_END_SECONDS = 30;

    private final WorkDirectory directory;
    private final ExecutorService starts;
    private final AutoCloseable[] inClosingOrder;
    private final AtomicReference<@Nullable RuntimeException> firstFailure = new AtomicReference<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::close, "rollcall-stop");

    PlatformParts(WorkDirectory directory, int count) {
        this.directory = directory;
        this.inClosingOrder = new AutoCloseable[count];
        this.starts = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "rollcall-start");
            thread.setDaemon(true);
            return thread;
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    WorkDirectory directory() {
        return directory;
    }

    /**
     * Starts a part beside the others. When one fails, the starts of the others are interrupted.
     *
     * @param order when it is closed, from 0
     */
    <T extends AutoCloseable> CompletableFuture<T> start(int order, Supplier<T> part) {
        try {
            return CompletableFuture.supplyAsync(() -> started(order, part), starts);
        } catch (RejectedExecutionException e) {
            // another one has failed already
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T extends AutoCloseable> T started(int order, Supplier<T> part) {
        try {
            T started = part.get();
            keep(order, started);
            return started;
        } catch (RuntimeException e) {
            firstFailure.compareAndSet(null, e);
            starts.shutdownNow();
            throw e;
        }
    }

    /**
     * Waits until all have started.
     *
     * @throws RuntimeException of the first that did not
     */
    void await(CompletableFuture<?>... parts) {
        try {
            CompletableFuture.allOf(parts).join();
            starts.shutdown();
        } catch (CompletionException e) {
            RuntimeException failure = firstFailure.get();
            throw failure == null ? e : failure;
        }
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitQuietly();
            return;
        }
        try {
            starts.shutdownNow();
            if (!starts.awaitTermination(STARTS_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a part is still starting, and ends with this process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<AutoCloseable> all = new ArrayList<>();
        synchronized (inClosingOrder) {
            for (AutoCloseable part : inClosingOrder) {
                if (part != null) {
                    all.add(part);
                }
            }
        }
        all.add(directory);
        all.forEach(PlatformParts::closeOrLog);
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, and this may be the hook itself
        }
    }

    private void keep(int order, AutoCloseable part) {
        synchronized (inClosingOrder) {
            if (!closing.get()) {
                inClosingOrder[order] = part;
                return;
            }
        }
        closeOrLog(part);
        throw new EmbeddedException("the platform cannot start", "it was closed meanwhile", "Start it again.");
    }

    /** One part that cannot be closed must not keep the others from it. */
    private static void closeOrLog(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.error("{} cannot be closed", part, e);
        }
    }

    private void awaitQuietly() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
