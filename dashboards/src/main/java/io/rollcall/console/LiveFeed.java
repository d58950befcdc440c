package io.rollcall.console;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps open pages current. One thread reads what any page shows, once for all of them, and hands each page the sections
 * that differ from before.
 *
 * <p>Implementation note: what is pushed is state, not a log of changes. A page that was away, or slow, gets the latest
 * value of each section and has missed nothing that still matters; nothing queues up, and a reconnect is no special case.
 */
final class LiveFeed implements AutoCloseable {

    /** Half a second after half a second of refresh leaves one of the two that a reader is promised. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Duration PAUSE_WHILE_AWAY = Duration.ofSeconds(1);

    /** A search that fails while an index of a new month is being made is nobody's concern. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final int MOST_PAGES = 64;
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

    private final Function<Topic, Map<String, Object>> reader;
    private final ScheduledExecutorService thread;
    private final Object lock = new Object();
    private final Map<Topic, Watch> watches = new HashMap<>(); // guarded by lock
    private final Set<LivePage> pages = new HashSet<>(); // guarded by lock
    private ElasticsearchStatus status = ElasticsearchStatus.UNKNOWN; // guarded by lock
    private boolean closed; // guarded by lock
    private long answeredNanos = System.nanoTime(); // the thread's own

    /** What a page looks at. */
    sealed interface Topic {}

    record CommunityTopic(String community) implements Topic {}

    record MemberTopic(String community, String member, Timeline.Show show) implements Topic {}

    private static final class Watch {
        final Set<LivePage> pages = new HashSet<>();
        final Map<String, String> sections = new LinkedHashMap<>();
    }

    /** @param reader reads the sections of a topic by name; throws {@link ElasticsearchAwayException} */
    LiveFeed(Function<Topic, Map<String, Object>> reader) {
        this.reader = reader;
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread worker = new Thread(task, "console-live");
            worker.setDaemon(true);
            return worker;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.thread = executor;
        schedule(Duration.ZERO);
    }

    /** Serves a page until it goes away, or the feed closes; blocks as long. */
    void serve(SseClient connection, String version, List<Topic> topics) {
        LivePage page = new LivePage(connection);
        page.put("hello", Json.write(Map.of("version", version)));
        if (!enter(page, topics)) {
            page.put("full", "{}");
            page.stop();
        }
        try {
            page.run();
        } finally {
            leave(page, topics);
        }
    }

    private boolean enter(LivePage page, List<Topic> topics) {
        synchronized (lock) {
            if (closed || pages.size() >= MOST_PAGES) {
                return false;
            }
            pages.add(page);
            if (!status.equals(ElasticsearchStatus.UNKNOWN)) {
                page.put("status", Json.write(status));
            }
            for (Topic topic : topics) {
                Watch watch = watches.computeIfAbsent(topic, none -> new Watch());
                watch.pages.add(page);
                watch.sections.forEach(page::put);
            }
            thread.execute(this::poll);
            return true;
        }
    }

    private void leave(LivePage page, List<Topic> topics) {
        synchronized (lock) {
            pages.remove(page);
            for (Topic topic : topics) {
                Watch watch = watches.get(topic);
                if (watch != null && watch.pages.remove(page) && watch.pages.isEmpty()) {
                    watches.remove(topic);
                }
            }
        }
    }

    private void schedule(Duration pause) {
        synchronized (lock) {
            if (!closed) {
                thread.schedule(this::turn, pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void turn() {
        long started = System.nanoTime();
        boolean answered = poll();
        // a slow Elasticsearch is asked at most half of the time
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        Duration pause = answered ? PAUSE : PAUSE_WHILE_AWAY;
        schedule(took.compareTo(pause) > 0 ? took : pause);
    }

    /** Reads every topic once. Returns whether Elasticsearch answered. */
    private boolean poll() {
        List<Topic> topics;
        synchronized (lock) {
            topics = new ArrayList<>(watches.keySet());
        }
        if (topics.isEmpty()) {
            answeredNanos = System.nanoTime();
            return true;
        }
        try {
            for (Topic topic : topics) {
                publish(topic, reader.apply(topic));
            }
            answeredNanos = System.nanoTime();
            say(ElasticsearchStatus.OK);
            return true;
        } catch (ElasticsearchAwayException e) {
            LOG.debug("The live feed got no answer", e);
            return sayIfItLasts(ElasticsearchStatus.away(e));
        } catch (RuntimeException e) {
            LOG.warn("The live feed could not read what a page shows", e);
            return sayIfItLasts(ElasticsearchStatus.trouble());
        }
    }

    /** Returns whether it is too early to call it a failure. */
    private boolean sayIfItLasts(ElasticsearchStatus failure) {
        boolean early;
        synchronized (lock) {
            early = status.isOk() && System.nanoTime() - answeredNanos < PATIENCE.toNanos();
        }
        if (!early) {
            say(failure);
        }
        return early;
    }

    private void publish(Topic topic, Map<String, Object> sections) {
        Map<String, String> written = new LinkedHashMap<>();
        sections.forEach((name, section) -> written.put(name, Json.write(section)));
        synchronized (lock) {
            Watch watch = watches.get(topic);
            if (watch == null) {
                return;
            }
            written.forEach((name, section) -> {
                if (!section.equals(watch.sections.put(name, section))) {
                    watch.pages.forEach(page -> page.put(name, section));
                }
            });
        }
    }

    private void say(ElasticsearchStatus now) {
        synchronized (lock) {
            if (!now.sameAs(status)) {
                pages.forEach(page -> page.put("status", Json.write(now)));
                if (now.isOk()) {
                    LOG.info("Elasticsearch answers");
                } else {
                    LOG.warn("{}", now.message());
                }
            }
            status = now;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            pages.forEach(LivePage::stop);
        }
        thread.shutdownNow();
    }
}
