package io.rollcall.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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
    private static final long STARTS_END_MILLIS = 30_000;

    private final WorkDirectory directory;
    private final AutoCloseable[] inClosingOrder;
    private final List<Thread> starts = new CopyOnWriteArrayList<>();
    private final List<Thread> interruptible = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable RuntimeException> firstFailure = new AtomicReference<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::close, "rollcall-stop");

    PlatformParts(WorkDirectory directory, int count) {
        this.directory = directory;
        this.inClosingOrder = new AutoCloseable[count];
        Runtime.getRuntime().addShutdownHook(hook);
    }

    WorkDirectory directory() {
        return directory;
    }

    /**
     * Starts a part beside the others.
     *
     * @param order when it is closed, from 0
     * @param giveUp whether its start is interrupted when another one fails; not every server bears that
     */
    <T extends AutoCloseable> CompletableFuture<T> start(int order, boolean giveUp, Supplier<T> part) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(order, part, result), "rollcall-start-" + order);
        thread.setDaemon(true);
        starts.add(thread);
        if (giveUp) {
            interruptible.add(thread);
        }
        thread.start();
        return result;
    }

    private <T extends AutoCloseable> void run(int order, Supplier<T> part, CompletableFuture<T> result) {
        try {
            T started = part.get();
            keep(order, started);
            result.complete(started);
        } catch (RuntimeException | Error e) {
            if (e instanceof RuntimeException failure) {
                firstFailure.compareAndSet(null, failure);
            }
            interruptible.forEach(Thread::interrupt);
            result.completeExceptionally(e);
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
        } catch (CompletionException e) {
            RuntimeException failure = firstFailure.get();
            throw failure == null ? e : failure;
        }
    }

    /** Also for one who was interrupted: it is over when all is closed. */
    @Override
    public void close() {
        boolean wasInterrupted = Thread.interrupted();
        try {
            if (closing.compareAndSet(false, true)) {
                closeAll();
            } else {
                wasInterrupted |= awaitClosed();
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeAll() {
        try {
            interruptible.forEach(Thread::interrupt);
            for (Thread start : starts) {
                start.join(STARTS_END_MILLIS);
                if (start.isAlive()) {
                    LOG.warn("{} is still at it, and ends with this process", start.getName());
                }
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

    /** Waits for the one who closes; says whether somebody has interrupted that. */
    private boolean awaitClosed() {
        boolean wasInterrupted = false;
        while (true) {
            try {
                closed.await();
                return wasInterrupted;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
    }
}
