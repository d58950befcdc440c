package io.rollcall.console;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connection to one open page. It holds at most one value of each section, the latest: whoever reads slowly skips
 * values and never holds up another page.
 */
final class LivePage {

    /** Often enough that a connection that is gone is noticed soon, and that no proxy takes it for idle. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final SseClient connection;
    private final Object lock = new Object();
    private Map<String, String> pending = new LinkedHashMap<>(); // guarded by lock
    private boolean stopped; // guarded by lock

    LivePage(SseClient connection) {
        this.connection = connection;
        connection.onClose(this::stop);
    }

    void put(String section, String json) {
        synchronized (lock) {
            // again at the end, so that a reader sees sections in the order in which they changed
            pending.remove(section);
            pending.put(section, json);
            lock.notifyAll();
        }
    }

    void stop() {
        synchronized (lock) {
            stopped = true;
            lock.notifyAll();
        }
    }

    /** Sends what is put until the page goes away or is stopped; what was put before is still sent. */
    void run() {
        try {
            while (!connection.terminated()) {
                Map<String, String> batch;
                synchronized (lock) {
                    long end = System.nanoTime() + HEARTBEAT.toNanos();
                    for (long left; pending.isEmpty() && !stopped && (left = end - System.nanoTime()) > 0; ) {
                        lock.wait(left / 1_000_000 + 1);
                    }
                    batch = pending;
                    pending = new LinkedHashMap<>();
                    if (batch.isEmpty() && stopped) {
                        return;
                    }
                }
                if (batch.isEmpty()) {
                    connection.sendComment("still here");
                }
                batch.forEach(connection::sendEvent);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }
}
