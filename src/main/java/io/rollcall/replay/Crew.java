package io.rollcall.replay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one replay. What fails in one of them ends them all, and is thrown by whoever waits for them.
 *
 * <p>Closing it stops those that still run.
 */
final class Crew implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final Thread owner = Thread.currentThread();
    private @Nullable Throwable failure;
    private boolean isClosing;

    /** What a thread does. */
    interface Job {
        void run() throws IOException, InterruptedException;
    }

    /** Starts a thread. */
    void start(String name, Job job) {
        var thread = new Thread(() -> run(job), "rollcall-replay-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void run(Job job) {
        try {
            job.run();
        } catch (Throwable e) { // an error, too, must not leave the others waiting
            fail(e);
        }
    }

    private synchronized void fail(Throwable e) {
        if (failure == null && !isClosing) {
            failure = e;
            owner.interrupt();
        }
    }

    /** A part of the work. */
    interface Part<T> {
        T work() throws IOException, InterruptedException;
    }

    /** Does a part of the work in the thread that owns the crew; what failed elsewhere is thrown here. */
    <T> T work(Part<T> part) throws IOException {
        T result;
        try {
            result = part.work();
        } catch (InterruptedException | ClosedByInterruptException e) {
            rethrow();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        rethrow();
        return result;
    }

    private synchronized void rethrow() throws IOException {
        if (failure == null) {
            return;
        }
        Thread.interrupted(); // it was only to wake this thread
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
        throw new IOException(failure);
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosing = true;
        }
        threads.forEach(Thread::interrupt);
        boolean isInterrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted && failure == null) {
            Thread.currentThread().interrupt();
        }
    }
}
