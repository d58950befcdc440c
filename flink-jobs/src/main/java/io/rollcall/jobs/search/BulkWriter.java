package io.rollcall.jobs.search;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Gathers documents into requests, and has each of them acknowledged.
 *
 * <p>Everything but the transport's answers happens on the task's thread: answers and timers come through the mailbox, and
 * whoever has to wait (for room, or for everything to be acknowledged) lets the mailbox go on. So there is no lock here,
 * and an outage is back-pressure, never an error.
 *
 * <p>A request goes when it is full, or when the oldest document has waited long enough, and then whatever has come
 * together meanwhile goes with the next one. After a failure one request at a time goes, after a pause, until one works.
 */
final class BulkWriter {
    /** So often Elasticsearch may fail on one document (500) while it takes others, before it is that document's fault. */
    static final int MAX_FAILURES_OF_ONE = 10;

    private final BulkSettings settings;
    private final BulkTransport transport;
    private final MailboxExecutor mailbox;
    private final ProcessingTimeService time;
    private final Rejections rejections;
    private final BulkMetrics metrics;
    private final Backoff backoff;
    private final DocumentQueue queue = new DocumentQueue();
    private final Outage outage = new Outage();

    private boolean checked;
    private boolean checking;
    private boolean lingering;
    private boolean lingered;
    private boolean flushing;
    private boolean pausing;
    private int inFlight;

    /** Takes the documents that will never be. */
    interface Rejections {
        void reject(SourceRecord origin, String reason) throws IOException, InterruptedException;
    }

    BulkWriter(
            BulkSettings settings,
            BulkTransport transport,
            MailboxExecutor mailbox,
            ProcessingTimeService time,
            RandomGenerator random,
            MetricGroup group,
            Rejections rejections) {
        this.settings = settings;
        this.transport = transport;
        this.mailbox = mailbox;
        this.time = time;
        this.rejections = rejections;
        this.metrics = BulkMetrics.in(group);
        this.backoff = new Backoff(settings.retryInitial(), settings.retryMax(), random);
        group.gauge("outageSince", outage::since);
        group.gauge("documentsHeld", queue::held);
        group.gauge("bytesHeld", queue::heldBytes);
        group.gauge("requestsInFlight", () -> inFlight);
    }

    /** Takes a document, after waiting for room for it. */
    void write(DocumentWrite write) throws IOException, InterruptedException {
        while (queue.held() >= settings.maxHeld() || queue.heldBytes() >= settings.maxHeldBytes()) {
            dispatch();
            mailbox.yield();
        }
        queue.add(write);
        dispatch();
    }

    /** Waits until every document is acknowledged, or handed to the rejections. */
    void flush() throws IOException, InterruptedException {
        flushing = true;
        try {
            dispatch();
            while (!queue.isEmpty()) {
                mailbox.yield();
            }
        } finally {
            flushing = false;
        }
    }

    private void dispatch() {
        if (!mayAsk()) {
            return;
        }
        while (inFlight < (outage.failures() > 0 ? 1 : settings.maxInFlight()) && isDue()) {
            List<DocumentWrite> writes = queue.take(settings.maxActions(), settings.maxBytes());
            if (writes.isEmpty()) {
                break;
            }
            send(writes);
        }
        if (queue.waiting() == 0) {
            lingered = false;
        } else if (!lingered && !lingering) {
            lingering = true;
            time.registerTimer(
                    time.getCurrentProcessingTime() + settings.linger().toMillis(), now -> {
                        lingering = false;
                        lingered = true;
                        dispatch();
                    });
        }
    }

    private boolean isDue() {
        return flushing
                || lingered
                || queue.waiting() >= settings.maxActions()
                || queue.waitingBytes() >= settings.maxBytes();
    }

    private boolean mayAsk() {
        if (pausing || checking) {
            return false;
        }
        if (!checked) {
            checking = true;
            transport.check(trouble -> onTaskThread(() -> onChecked(trouble)));
        }
        return checked;
    }

    private void onChecked(@Nullable String trouble) {
        checking = false;
        if (trouble != null) {
            pause(trouble);
            return;
        }
        checked = true;
        dispatch();
    }

    private void send(List<DocumentWrite> writes) {
        inFlight++;
        metrics.requests().inc();
        transport.send(writes, reply -> onTaskThread(() -> onReply(writes, reply)));
    }

    private void onReply(List<DocumentWrite> writes, BulkReply reply) throws IOException, InterruptedException {
        inFlight--;
        if (reply instanceof BulkReply.Answered answered) {
            onAnswer(writes, answered.items());
        } else if (reply instanceof BulkReply.Refused refused) {
            onRefusal(writes, refused);
        } else if (reply instanceof BulkReply.Unavailable unavailable) {
            writes.forEach(this::again);
            pause(unavailable.reason());
        }
        dispatch();
    }

    private void onAnswer(List<DocumentWrite> writes, List<BulkReply.Item> items)
            throws IOException, InterruptedException {
        String trouble = null;
        for (int i = 0; i < writes.size(); i++) {
            DocumentWrite write = writes.get(i);
            BulkReply.Item item = items.get(i);
            switch (item.verdict()) {
                case WRITTEN -> {
                    queue.settle(write);
                    metrics.written().inc();
                }
                case CONFLICT -> {
                    queue.settle(write);
                    metrics.conflicts().inc();
                }
                case LATER -> {
                    trouble = describe(write, item);
                    again(write);
                }
                case FAILED -> {
                    trouble = describe(write, item);
                    if (write.failures() + 1 < MAX_FAILURES_OF_ONE) {
                        again(write.failedOnceMore());
                    } else {
                        reject(write, item.description());
                    }
                }
                case REFUSED -> reject(write, item.description());
            }
        }
        if (trouble == null) {
            outage.over(time.getCurrentProcessingTime());
        } else {
            pause(trouble);
        }
    }

    /** One document that is not right has a whole request refused: halve it until that one is alone. */
    private void onRefusal(List<DocumentWrite> writes, BulkReply.Refused refused)
            throws IOException, InterruptedException {
        // it answers
        outage.over(time.getCurrentProcessingTime());
        if (writes.size() == 1) {
            reject(writes.get(0), refused.status() + " " + refused.reason());
            return;
        }
        int half = writes.size() / 2;
        send(writes.subList(0, half));
        send(writes.subList(half, writes.size()));
    }

    private void again(DocumentWrite write) {
        queue.returned(write);
        metrics.retried().inc();
    }

    private void reject(DocumentWrite write, String reason) throws IOException, InterruptedException {
        // settled last: a flush must not end before the dead letter is on its way
        rejections.reject(
                write.origin(),
                "Elasticsearch refuses the document " + write.key().id() + " of "
                        + write.key().index() + ": " + reason);
        queue.settle(write);
        metrics.rejected().inc();
    }

    private void pause(String reason) {
        long now = time.getCurrentProcessingTime();
        long pause = backoff.pause(outage.failures() + 1);
        outage.failed(now, reason, pause, queue.held());
        // what has failed has waited long enough
        lingered = queue.waiting() > 0;
        if (!pausing) {
            pausing = true;
            after(pause, () -> {
                pausing = false;
                dispatch();
            });
        }
    }

    private static String describe(DocumentWrite write, BulkReply.Item item) {
        return "The document " + write.key().id() + " of " + write.key().index() + " gave " + item.description() + ".";
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Flink fails the task if the step fails
    private void after(long millis, Runnable step) {
        time.registerTimer(time.getCurrentProcessingTime() + millis, now -> step.run());
    }

    private void onTaskThread(Step step) {
        try {
            mailbox.execute(step::run, "answer of Elasticsearch");
        } catch (RejectedExecutionException e) {
            // the task is over: what was not acknowledged is read again from Kafka
            return;
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
