package io.rollcall.jobs.search;

import java.io.Closeable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way to Elasticsearch. Answers come on threads of its own. */
interface BulkTransport extends Closeable {

    /** Sends one request. The answer comes exactly once, however it fails. */
    void send(List<DocumentWrite> writes, Consumer<BulkReply> whenDone);

    /** Asks whether documents may be written at all; the answer is null, or why they may not. */
    void check(Consumer<@Nullable String> whenDone);
}
