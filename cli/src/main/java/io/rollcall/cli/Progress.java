package io.rollcall.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a long piece of work has come: a bar on a terminal, a line now and then elsewhere. */
public abstract sealed class Progress implements AutoCloseable {

    /** Progress of work that has {@code whole} parts; 0 where nobody knows. */
    public static Progress of(String work, long whole, PrintWriter out) {
        return isTerminal() ? new Bar(work, whole) : new Lines(work, whole, out, System::nanoTime);
    }

    /** So much is done by now. */
    public final void done(long parts) {
        done(parts, "");
    }

    /** So much is done by now, and a word about it. */
    public abstract void done(long parts, String note);

    @Override
    public abstract void close();

    private static boolean isTerminal() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }

    /** A bar. */
    private static final class Bar extends Progress {
        private final ProgressBar bar;

        Bar(String work, long whole) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName(work)
                    .setInitialMax(whole == 0 ? -1 : whole)
                    .setUpdateIntervalMillis(200)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }

        @Override
        public void done(long parts, String note) {
            bar.stepTo(parts);
            bar.setExtraMessage(note.isEmpty() ? "" : " " + note);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** Lines, at most one in five seconds, and a last one. */
    static final class Lines extends Progress {
        private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

        private final String work;
        private final long whole;
        private final PrintWriter out;
        private final LongSupplier nanos;
        private long printedAt;
        private long printed = -1;
        private @Nullable String last;

        Lines(String work, long whole, PrintWriter out, LongSupplier nanos) {
            this.work = work;
            this.whole = whole;
            this.out = out;
            this.nanos = nanos;
            this.printedAt = nanos.getAsLong();
        }

        @Override
        public void done(long parts, String note) {
            String share = whole == 0
                    ? "%,d".formatted(parts)
                    : "%,d of %,d (%d %%)".formatted(parts, whole, parts * 100 / whole);
            last = work + ": " + share + (note.isEmpty() ? "" : ", " + note);
            if (nanos.getAsLong() - printedAt >= PAUSE_NANOS && parts != printed) {
                print();
                printed = parts;
            }
        }

        private void print() {
            out.println(last);
            out.flush();
            last = null;
            printedAt = nanos.getAsLong();
        }

        @Override
        public void close() {
            if (last != null) {
                print();
            }
        }
    }
}
