package io.rollcall.cli;

import io.rollcall.event.Event;
import io.rollcall.simulate.Community;
import io.rollcall.simulate.EventLines;
import io.rollcall.simulate.Simulation;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rollcall simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Writes the events of a simulated community, one JSON object a line.",
        description = "They come in the order of time. The same options give the same bytes on every machine.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall simulate --weeks 8 --out events.jsonl.gz",
            "  rollcall simulate --members 50 --seed 7 | head",
            "  rollcall simulate --members 100000 --until 2026-02-01T00:00:00Z --rate 5000"
        })
final class SimulateCommand implements Runnable {
    private static final int BUFFER = 256 << 10;
    private static final int PROGRESS_EVERY = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommunityOptions community;

    @Option(
            names = "--community",
            paramLabel = "NAME",
            defaultValue = "book-club",
            description = "The community's name (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            defaultValue = "Asia/Shanghai",
            description = "Where its people live (default: ${DEFAULT-VALUE}).")
    private String zone;

    @Option(
            names = "--start",
            paramLabel = "DATE",
            defaultValue = "2026-01-05",
            description = "The first day (default: ${DEFAULT-VALUE}).")
    private String start;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "Where it ends, as 2026-03-01T00:00:00Z, not included; instead of --weeks.")
    private @Nullable String until;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "At most so many events in a second (default: as fast as they are taken).")
    private int rate;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write to a file, packed if its name ends in .gz (default: to standard output).")
    private @Nullable Path file;

    @Override
    public void run() {
        ZoneId where = zone();
        Instant from = firstDay().atStartOfDay(where).toInstant();
        Instant end =
                until == null ? from.atZone(where).plusWeeks(community.weeks()).toInstant() : until(until);
        if (rate < 0) {
            throw Failure.wrong("--rate takes a number of events in a second, 1 or more, not " + rate + ".");
        }
        Simulation events = new Simulation(new Community(name, community.seed(), from, where, community.members()));
        if (file == null) {
            writeToStandardOutput(events, end);
        } else {
            writeToFile(file, events, from, end);
        }
    }

    private void writeToStandardOutput(Simulation events, Instant end) {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out);
                EventLines lines = new EventLines(new BufferedOutputStream(out, rate == 0 ? BUFFER : 1))) {
            write(events, end, lines, null, end);
        } catch (IOException e) {
            // whoever reads has had enough, as `head` has
            if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw Failure.failed("The events cannot be written: " + e + ".", e);
            }
        }
    }

    private void writeToFile(Path target, Simulation events, Instant from, Instant end) {
        long written;
        long days = Math.max(1, TimeUnit.MILLISECONDS.toDays(end.toEpochMilli() - from.toEpochMilli()));
        try (OutputStream out = open(target);
                EventLines lines = new EventLines(out);
                Progress progress =
                        Progress.of("Days simulated", days, spec.commandLine().getErr())) {
            written = write(events, end, lines, progress, from);
        } catch (IOException e) {
            throw Failure.failed(
                    "The events cannot be written to " + target + ": " + e + ". Give a file that you may write to.", e);
        }
        spec.commandLine().getErr().println("%,d events in %s".formatted(written, target));
    }

    private static OutputStream open(Path target) throws IOException {
        OutputStream raw = new BufferedOutputStream(Files.newOutputStream(target), BUFFER);
        return target.toString().endsWith(".gz") ? new GZIPOutputStream(raw, BUFFER) : raw;
    }

    private long write(Simulation events, Instant end, EventLines lines, @Nullable Progress progress, Instant from)
            throws IOException {
        long written = 0;
        long startedAt = System.nanoTime();
        for (Event event = events.next(); event.at() < end.toEpochMilli(); event = events.next()) {
            lines.write(event);
            written++;
            if (rate > 0) {
                long due = startedAt + written * TimeUnit.SECONDS.toNanos(1) / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            if (progress != null && written % PROGRESS_EVERY == 0) {
                progress.done(
                        TimeUnit.MILLISECONDS.toDays(event.at() - from.toEpochMilli()),
                        "%,d events".formatted(written));
            }
        }
        return written;
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw Failure.wrong("--timezone takes the name of a time zone, as Europe/Berlin, not '" + zone + "'.");
        }
    }

    private LocalDate firstDay() {
        try {
            return LocalDate.parse(start);
        } catch (DateTimeParseException e) {
            throw Failure.wrong("--start takes a date, as 2026-01-05, not '" + start + "'.");
        }
    }

    private static Instant until(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Failure.wrong("--until takes an instant, as 2026-03-01T00:00:00Z, not '" + text + "'.");
        }
    }
}
