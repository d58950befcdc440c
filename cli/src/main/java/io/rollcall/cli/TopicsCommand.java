package io.rollcall.cli;

import io.rollcall.embedded.EmbeddedException;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.wire.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rollcall topics}. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        header = "Makes and shows the topics that Rollcall reads and writes.",
        subcommands = {TopicsCommand.Create.class, TopicsCommand.Show.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall topics create --bootstrap-servers kafka:9092 --partitions 12 \\",
            "      --replicas 3",
            "  rollcall topics list"
        })
final class TopicsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about the topics? 'create' or 'list'");
    }

    private static List<String> names(Topics topics) {
        List<String> names = new ArrayList<>(List.of(topics.events(), topics.programs()));
        names.addAll(topics.outcomes());
        names.addAll(List.of(topics.members(), topics.deadLetters()));
        return names;
    }

    /** {@code rollcall topics create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            header = "Makes every topic that is missing; those that are there stay as they are.",
            footerHeading = "%nExamples:%n",
            footer = "  rollcall topics create -b kafka:9092 --partitions 12 --replicas 3")
    static final class Create implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private KafkaOptions kafka;

        @Option(
                names = "--partitions",
                paramLabel = "NUMBER",
                defaultValue = "4",
                description = "Partitions of every topic but the programs', which has one (default: ${DEFAULT-VALUE}).")
        private int partitions;

        @Option(
                names = "--replicas",
                paramLabel = "NUMBER",
                defaultValue = "1",
                description = "Copies of every partition (default: ${DEFAULT-VALUE}); in production 3.")
        private int replicas;

        @Override
        public void run() {
            if (partitions < 1 || replicas < 1 || replicas > Short.MAX_VALUE) {
                throw Failure.wrong("--partitions and --replicas take a number, 1 or more.");
            }
            PrintWriter out = spec.commandLine().getOut();
            try (Admin admin = kafka.admin()) {
                Set<String> made = TopicSetup.create(admin, kafka.topics(), partitions, replicas);
                for (String name : names(kafka.topics())) {
                    out.println(name + (made.contains(name) ? ": made" : ": was there already"));
                }
            } catch (EmbeddedException e) {
                if (e.getCause() instanceof TimeoutException away) {
                    throw kafka.unreachable(away);
                }
                throw e;
            }
        }
    }

    /** {@code rollcall topics list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            header = "Shows each topic with its partitions and how many records were ever written to it.",
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {"0:every topic is there", "1:one is missing, or Kafka does not answer"},
            footerHeading = "%nExamples:%n",
            footer = "  rollcall topics list -b kafka:9092")
    static final class Show implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private KafkaOptions kafka;

        @Override
        public void run() {
            List<String> missing = new ArrayList<>();
            try (Admin admin = kafka.admin()) {
                Set<String> there = admin.listTopics().names().get();
                List<String> names = names(kafka.topics());
                names.stream().filter(name -> !there.contains(name)).forEach(missing::add);
                show(admin, names.stream().filter(there::contains).toList());
            } catch (ExecutionException e) {
                throw kafka.unreachable(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failure.failed("Interrupted.", e);
            }
            if (!missing.isEmpty()) {
                throw Failure.failed(
                        "Missing: " + String.join(", ", missing) + ". 'rollcall topics create' makes them.");
            }
        }

        private void show(Admin admin, List<String> names) throws ExecutionException, InterruptedException {
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names).allTopicNames().get();
            Map<TopicPartition, OffsetSpec> ends = topics.values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            Map<TopicPartition, ListOffsetsResultInfo> offsets =
                    admin.listOffsets(ends).all().get();
            CommandLine.Help.TextTable table = CommandLine.Help.TextTable.forColumnWidths(
                    spec.commandLine().getColorScheme(), 40, 12, 20);
            table.addRowValues("topic", "partitions", "records written");
            for (String name : names) {
                long written = offsets.entrySet().stream()
                        .filter(entry -> entry.getKey().topic().equals(name))
                        .mapToLong(entry -> entry.getValue().offset())
                        .sum();
                int partitions =
                        topics.getOrDefault(name, missing(name)).partitions().size();
                table.addRowValues(name, String.valueOf(partitions), "%,d".formatted(written));
            }
            spec.commandLine().getOut().print(table);
            spec.commandLine().getOut().flush();
        }

        private static TopicDescription missing(String name) {
            return new TopicDescription(name, false, List.of());
        }
    }
}
