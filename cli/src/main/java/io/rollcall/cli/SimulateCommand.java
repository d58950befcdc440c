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
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code rollcall simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Makes the events of a simulated community: to standard output, a file or a topic.",
        description = {
            "They come in the order of time. The same options give the same events on every machine.",
            "As text it is one JSON object a line. Into a topic go Avro records with the member as the key, and clock records"
                    + " that tell each partition what time it is, as in the demo."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all events were written",
            "1:they could not be: the file, or Kafka",
            "2:the arguments are wrong",
            "130:stopped by Ctrl-C: no file is there then (at a rate: one with what had come), a topic has what was sent"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall simulate --weeks 8 --out events.jsonl.gz",
            "  rollcall simulate --members 50 --seed 7 | head",
            "  rollcall simulate --members 100000 --until 2026-02-01T00:00:00Z --rate 5000",
            "  rollcall simulate --topic --bootstrap-servers kafka:9092 --rate 200",
            "  rollcall simulate --topic my.events --kafka-config client.properties"
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
    private String communityName;

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
            paramLabel = "TIME",
            description =
                    "Where it ends, not included; instead of --weeks: 2026-03-01T00:00:00Z, or a date, which is its"
                            + " first midnight in --timezone.")
    private @Nullable String until;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            description =
                    "At most so many events in a second (default: as fast as they are taken). A file that is not packed"
                            + " then grows as they come, so that it can be watched.")
    private @Nullable Integer rate;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write to a file, packed if its name ends in .gz (default: to standard output)."
                    + " It appears when it is whole.")
    private @Nullable Path file;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = "",
            description = "Write to a topic of Kafka; without a name to that of the events, rollcall.events.")
    private @Nullable String topic;

    @Mixin
    private KafkaOptions kafka;

    @Override
    public void run() {
        requireThatOptionsGoTogether();
        ZoneId where = zone();
        Instant from = firstDay().atStartOfDay(where).toInstant();
        Instant end = until == null
                ? from.atZone(where).plusWeeks(community.weeks()).toInstant()
                : Instant.ofEpochMilli(Instants.parse("--until", until, where));
        if (!end.isAfter(from)) {
            throw Failure.wrong(
                    until == null
                            ? "--weeks 0 makes no event. Give a number from 1 to 520, or --until."
                            : "--until " + until + " is not after the first day, " + start + ". Give a later instant.");
        }
        Simulation events =
                new Simulation(new Community(communityName, community.seed(), from, where, community.members()));
        if (topic != null) {
            String name = topic.isEmpty() ? kafka.topics().events() : topic;
            new SimulatedTopic(kafka, name, rate(), spec.commandLine().getErr()).write(events, from, end);
        } else if (file != null) {
            writeToFile(file, events, from, end);
        } else {
            writeToStandardOutput(events, end);
        }
    }

    private void requireThatOptionsGoTogether() {
        if (rate != null && rate < 1) {
            throw Failure.wrong("--rate takes a number of events in a second, 1 or more, not " + rate
                    + ". Without it they come as fast as they are taken.");
        }
        if (communityName.isBlank()) {
            throw Failure.wrong("--community takes the community's name, as book-club; it cannot be empty.");
        }
        if (topic != null && file != null) {
            throw Failure.wrong("The events go to one place: give either --topic or --out.");
        }
        ParseResult given = spec.commandLine().getParseResult();
        if (until != null && given.hasMatchedOption("--weeks")) {
            throw Failure.wrong("--weeks and --until both say where it ends: give one of them.");
        }
        for (String option : List.of("--bootstrap-servers", "--kafka-config", "--topics-prefix")) {
            if (topic == null && given.hasMatchedOption(option)) {
                throw Failure.wrong(option + " goes with --topic. Add it, or leave " + option + " out.");
            }
        }
    }

    private void writeToStandardOutput(Simulation events, Instant end) {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out);
                EventLines lines = new EventLines(new BufferedOutputStream(out, BUFFER))) {
            write(events, end, lines, null, end);
        } catch (IOException e) {
            // whoever reads has had enough, as `head` has
            if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw Failure.failed("The events cannot be written: " + FileError.reason(e) + ".", e);
            }
        }
    }

    private void writeToFile(Path target, Simulation events, Instant from, Instant end) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw Failure.failed(target + " cannot be written: there is no folder " + folder + ". Make it first.");
        }
        if (Files.isDirectory(target)) {
            throw Failure.failed(target + " is a folder. Give the name of a file.");
        }
        boolean watched = rate() > 0 && !target.toString().endsWith(".gz");
        long written;
        try (NewFile whole = watched ? NewFile.growing(target) : NewFile.at(target);
                Progress progress = progress(from, end, spec.commandLine().getErr())) {
            EventLines lines = new EventLines(whole.stream());
            written = write(events, end, lines, progress, from);
            lines.close();
            whole.complete();
        } catch (IOException e) {
            throw Failure.failed(
                    "The events cannot be written to " + target + ": " + FileError.reason(e)
                            + ". Give a file that you may write to, with room for it.",
                    e);
        }
        spec.commandLine().getErr().println("%,d events in %s".formatted(written, target));
    }

    static Progress progress(Instant from, Instant end, PrintWriter err) {
        return Progress.of("Days simulated", Math.max(1, days(from, end)), err);
    }

    static long days(Instant from, Instant to) {
        return Duration.between(from, to).toDays();
    }

    private long write(Simulation events, Instant end, EventLines lines, @Nullable Progress progress, Instant from)
            throws IOException {
        long written = 0;
        Pace pace = Pace.of(rate(), System::nanoTime);
        for (Event event = events.next(); event.at() < end.toEpochMilli(); event = events.next()) {
            lines.write(event);
            written++;
            boolean early = pace.step();
            if (progress != null && (early || written % PROGRESS_EVERY == 0)) {
                progress.done(days(from, Instant.ofEpochMilli(event.at())), "%,d events".formatted(written));
            }
            if (early) {
                lines.flush();
                pace.await();
            }
        }
        return written;
    }

    /** Events in a second; 0: as fast as they are taken. */
    private int rate() {
        return rate == null ? 0 : rate;
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
}
