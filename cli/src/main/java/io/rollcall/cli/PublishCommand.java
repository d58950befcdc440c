package io.rollcall.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.compare.Difference.TextChange;
import io.rollcall.program.Program;
import io.rollcall.wire.ProgramKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rollcall publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Puts a program into force.",
        description = {
            "Validates it, reads what is in force, shows the difference, asks, and writes one message to the topic of"
                    + " programs, whose offset is the version. The jobs take it up at once and without a restart; each"
                    + " member moves to it at their next event or instant. What is in force already is not published"
                    + " again.",
            "A program with 'mode: shadow' runs beside the one in force under its own name; its outcomes are marked"
                    + " and nobody should act on them."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:published, or in force already, or only shown (--dry-run)",
            "1:Kafka does not answer, or has no such topic; or the answer was no",
            "2:the program or an argument is wrong, or there is nobody to ask and no --yes"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall publish program.yaml              what would change? then asks",
            "  rollcall publish program.yaml --yes --json for machines",
            "  rollcall publish program.yaml --dry-run    publishes nothing",
            "  rollcall publish --end-shadow club/sooner  ends a trial"
        })
final class PublishCommand implements Callable<Integer> {
    private static final int PATIENCE_MILLIS = 15_000;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The program, a YAML file.")
    private @Nullable Path file;

    @Option(
            names = "--end-shadow",
            paramLabel = "COMMUNITY/PROGRAM",
            description = "End the trial of a program in shadow mode, in place of publishing one.")
    private @Nullable String ended;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--yes", description = "Publish without asking.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Show what would change, and publish nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the result as JSON on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        if (file != null && ended != null) {
            throw Failure.wrong(
                    "Give a program to publish, or --end-shadow to end a trial, not both. Nothing was done.");
        }
        if (yes && dryRun) {
            throw Failure.wrong("--yes publishes without asking and --dry-run publishes nothing: give one, not both."
                    + " Nothing was published.");
        }
        if (file == null && ended == null) {
            throw new ParameterException(
                    spec.commandLine(), "What to publish? Give one program, a YAML file, or --end-shadow.");
        }
        ProgramTopic topic = new ProgramTopic(kafka.configuration());
        return ended == null ? publish(topic, requireNonNull(file)) : end(topic, ended);
    }

    private int publish(ProgramTopic topic, Path path) {
        Verdict verdict = Verdict.of(ProgramFile.read(path));
        Program program = verdict.program();
        if (program == null) {
            if (json) {
                print(verdict.json());
            }
            throw Failure.wrong(verdict.describe());
        }
        ProgramKey key = program.shadow()
                ? ProgramKey.shadow(program.community(), program.name())
                : ProgramKey.live(program.community());
        ProgramTopic.Content content = read(topic);
        Program live = content.counting(ProgramKey.live(program.community()));
        if (key.isShadow() && live == null) {
            throw Failure.wrong("The community '" + program.community() + "' has no program in force, and one in shadow"
                    + " mode only runs beside one. Publish it with 'mode: live', or see what it makes of a history:"
                    + " rollcall replay --help.");
        }
        Program before = content.counting(key);
        PublishText text = new PublishText(new Page(spec.commandLine().getOut()), topicName());
        Result result = new Result(verdict, key, before == null ? live : before);
        if (!json) {
            text.verdict(verdict);
            text.refused(content.refused().get(key.text()));
        }
        if (before != null && before.text().equals(program.text())) {
            return tell(result.unchanged(before.version()), () -> text.unchanged(key, before.version()));
        }
        if (!json) {
            text.difference(key, before, live, program);
        }
        if (dryRun) {
            return tell(result.notPublished(), text::dryRun);
        }
        confirm("Publish it to " + topicName() + "?");
        long version = send(topic, key, program.text());
        return tell(result.published(version), () -> text.published(key, version, content.programs()));
    }

    private int end(ProgramTopic topic, String name) {
        ProgramKey key;
        try {
            key = ProgramKey.parse(name);
        } catch (IllegalArgumentException e) {
            key = ProgramKey.live(name);
        }
        if (!key.isShadow()) {
            throw Failure.wrong("--end-shadow takes COMMUNITY/PROGRAM, as book-club/sooner, not '" + name
                    + "'. A program in force cannot be withdrawn: publish another one.");
        }
        ProgramTopic.Content content = read(topic);
        if (content.counting(key) == null) {
            List<String> known = content.programs().shadows().stream()
                    .map(shadow -> shadow.key())
                    .sorted()
                    .toList();
            throw Failure.wrong("No program is on trial as '" + key.text() + "'"
                    + (known.isEmpty() ? "; there is none at all." : ". On trial: " + String.join(", ", known) + "."));
        }
        PublishText text = new PublishText(new Page(spec.commandLine().getOut()), topicName());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("key", key.text());
        result.put("ended", !dryRun);
        if (dryRun) {
            return tell(result, text::dryRun);
        }
        confirm("End the trial of '" + key.shadow() + "' in '" + key.community() + "'?");
        result.put("version", send(topic, key, null));
        String ending = key.text();
        return tell(result, () -> text.ended(ending));
    }

    private void confirm(String question) {
        if (yes) {
            return;
        }
        Terminal terminal = Rollcall.terminal(spec)
                .orElseThrow(() -> Failure.wrong("There is no terminal to ask at, so nothing was published."
                        + " Look at the difference (--dry-run), then give --yes."));
        if (!terminal.agrees(question)) {
            throw Failure.failed("Nothing was published.");
        }
    }

    // ---- Kafka

    private String topicName() {
        return kafka.topics().programs() + " at " + kafka.bootstrapServers();
    }

    private ProgramTopic.Content read(ProgramTopic topic) {
        requireTopic();
        try {
            return topic.read();
        } catch (KafkaException | IllegalStateException e) {
            throw kafka.unreachable(e);
        }
    }

    private long send(ProgramTopic topic, ProgramKey key, @Nullable String text) {
        try {
            return topic.publish(key, text);
        } catch (ExecutionException e) {
            throw kafka.unreachable(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw kafka.noClient(e);
        }
    }

    private void requireTopic() {
        String name = kafka.topics().programs();
        try (Admin admin = kafka.admin()) {
            int partitions = 0;
            for (TopicDescription topic : admin.describeTopics(
                            List.of(name), new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
                    .allTopicNames()
                    .get()
                    .values()) {
                partitions = topic.partitions().size();
            }
            if (partitions != 1) {
                throw Failure.failed("The topic " + name + " has " + partitions + " partitions, but a program's version"
                        + " is its offset in the only one. Delete it, or choose another --topics-prefix, and let"
                        + " 'rollcall topics create' make it.");
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                throw Failure.failed("Kafka at " + kafka.bootstrapServers() + " has no topic '" + name
                        + "'. 'rollcall topics create' makes those of Rollcall; or give another --topics-prefix.");
            }
            throw kafka.unreachable(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted; nothing was published.", e);
        }
    }

    // ---- the result

    private int tell(Map<String, Object> result, Runnable inWords) {
        if (json) {
            print(result);
        } else {
            inWords.run();
        }
        return Rollcall.DONE;
    }

    private void print(Map<String, Object> result) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println(new ObjectMapper().writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out.flush();
    }

    /**
     * The result for machines.
     *
     * @param before what the difference is to, or null
     */
    private record Result(
            Verdict verdict, ProgramKey key, @Nullable Program before) {

        Map<String, Object> unchanged(long version) {
            return json(false, version, List.of());
        }

        Map<String, Object> notPublished() {
            return json(false, null, changes());
        }

        Map<String, Object> published(long version) {
            return json(true, version, changes());
        }

        private List<TextChange> changes() {
            Program program = verdict.program();
            return before == null || program == null ? List.of() : TextChange.between(before, program);
        }

        private Map<String, Object> json(boolean published, @Nullable Long version, List<TextChange> changes) {
            Map<String, Object> json = new LinkedHashMap<>(verdict.json());
            json.put("key", key.text());
            json.put("mode", key.isShadow() ? "shadow" : "live");
            json.put("published", published);
            json.put("version", version);
            json.put("comparedWith", before == null ? null : before.version());
            json.put("changes", changes);
            return json;
        }
    }
}
