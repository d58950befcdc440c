package io.rollcall.cli;

import io.rollcall.event.Event;
import io.rollcall.replay.History;
import io.rollcall.replay.Rejected;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Shows how far the evaluation of a history has come, and notes whose events it holds besides. */
class ReplayProgress implements History.Listener, AutoCloseable {
    private final String work;
    private final PrintWriter err;
    private final ForeignHistory foreign = new ForeignHistory();
    private History.@Nullable Stage stage;
    private @Nullable Progress progress;

    /** {@code work} stands before what is being done; it may be empty. */
    ReplayProgress(String work, PrintWriter err) {
        this.work = work;
        this.err = err;
    }

    /** Of other communities than the one at hand. */
    final ForeignHistory foreign() {
        return foreign;
    }

    @Override
    public void rejected(Rejected line) throws IOException {
        foreign.rejected(line.file(), line.line(), line.reason());
    }

    @Override
    public final void otherCommunity(Event event) {
        foreign.add(event.community());
    }

    @Override
    public final void progress(History.Stage now, long done, long whole) {
        if (progress == null || now != stage) {
            close();
            stage = now;
            progress = Progress.of(
                    work
                            + switch (now) {
                                case EVALUATING -> "bytes evaluated";
                                case SORTING -> "not in order: bytes sorted";
                                case EVALUATING_SORTED -> "events evaluated";
                            },
                    whole,
                    err);
        }
        progress.done(done);
    }

    @Override
    public final void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
