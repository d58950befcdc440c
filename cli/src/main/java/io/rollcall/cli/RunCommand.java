package io.rollcall.cli;

import io.rollcall.condition.Nearest;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.SearchIndexJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code rollcall run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        header = "Runs a job in this process, on a Flink of its own, until Ctrl-C.",
        description =
                "The same job as on a cluster, with the same options (rollcall config), for a trial, a backfill or a"
                        + " community that one machine can serve.",
        subcommands = {RunCommand.MemberJourney.class, RunCommand.SearchIndex.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall run member-journey --kafka.bootstrap-servers kafka:9092 \\",
            "      --data-dir /var/lib/rollcall",
            "  rollcall run search-index --config rollcall.properties",
            "  rollcall run member-journey --from earliest \\",
            "      --historical-until 2026-03-01T00:00:00Z"
        })
final class RunCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which job? 'member-journey' or 'search-index'");
    }

    /** What both take. */
    static final class JobArguments {
        private static final List<String> JOB_OPTIONS =
                JobOptions.all().stream().map(option -> "--" + option.key()).toList();

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description =
                        "The jobs' configuration, a properties file. Every option in it can also be given here, as"
                                + " --KEY VALUE, and then counts; 'rollcall config' lists them.")
        private @Nullable Path config;

        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                description = "Keep the job's state here, and go on from it next time (default: nowhere; the next run"
                        + " begins anew).")
        private @Nullable Path data;

        @Option(
                names = "--web-port",
                paramLabel = "PORT",
                defaultValue = "0",
                description = "The port of Flink's own page on 127.0.0.1 (default: any that is free).")
        private int webPort;

        @Nullable
        Path data() {
            return data;
        }

        int webPort() {
            return webPort;
        }

        /**
         * The configuration.
         *
         * @param command what was called, whose own options are not among the job's
         * @param options of the job, as given; they count before the file
         * @param stronger what counts before both
         */
        JobConfiguration configuration(CommandLine command, List<String> options, List<String> stronger) {
            refuseMistyped(command, options);
            List<String> all = new ArrayList<>();
            if (config != null) {
                all.addAll(List.of("--config", config.toString()));
            }
            all.addAll(options);
            all.addAll(stronger);
            return JobConfiguration.fromArguments(all.toArray(String[]::new));
        }

        /** What the command does not know is the job's; unless it is nearer to an option of the command's own. */
        private static void refuseMistyped(CommandLine command, List<String> options) {
            Set<String> own = command.getCommandSpec().optionsMap().keySet();
            boolean isValue = false;
            for (String given : options) {
                String name = given.replaceFirst("=.*", "");
                if (isValue) {
                    isValue = false;
                    continue;
                }
                isValue = name.equals(given);
                if (name.startsWith("--")
                        && !Nearest.suggestion(name, own).isEmpty()
                        && nearness(name, own) < nearness(name, JOB_OPTIONS)) {
                    throw new UnmatchedArgumentException(command, List.of(given));
                }
            }
        }

        /** How far from the nearest known name, the less the nearer. */
        private static int nearness(String name, Collection<String> known) {
            return known.stream()
                    .mapToInt(each -> Nearest.distance(name, each))
                    .min()
                    .orElseThrow();
        }
    }

    /** {@code rollcall run member-journey}. */
    @Command(
            name = "member-journey",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Events and programs in; outcomes, member snapshots and dead letters out.",
            description = {
                "A backfill recomputes history under the programs that are in force now, beside the live job:"
                        + " --from earliest reads the events from their first one in a consumer group of its own,"
                        + " --historical-until marks what lies before the instant of the cut-over as historical, so that"
                        + " nobody is congratulated twice. Outcomes have the same ids as those of the live job. When it has"
                        + " caught up it says so; then stop the live job, and this one is it."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  rollcall run member-journey --kafka.bootstrap-servers kafka:9092 \\",
                "      --data-dir /var/lib/rollcall",
                "  rollcall run member-journey --from earliest \\",
                "      --historical-until 2026-03-01T00:00:00Z"
            })
    static final class MemberJourney implements Runnable {
        private static final DateTimeFormatter STAMP =
                DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--from",
                paramLabel = "START",
                description =
                        "Where events are read from, in place of events.start, and in a consumer group of its own:"
                                + " earliest, latest, timestamp:MS or offsets:P=O,P=O….")
        private @Nullable String from;

        @Option(
                names = "--historical-until",
                paramLabel = "INSTANT",
                description = "Mark what lies before it as historical, as 2026-03-01T00:00:00Z.")
        private @Nullable String historicalUntil;

        @Mixin
        private JobArguments arguments;

        /** The job's own options, which its configuration checks. */
        @Unmatched
        private List<String> options = new ArrayList<>();

        @Override
        public void run() {
            List<String> own = new ArrayList<>();
            if (historicalUntil != null) {
                long until = Instants.parse("--historical-until", historicalUntil, ZoneOffset.UTC);
                own.addAll(List.of(
                        "--" + JobOptions.HISTORICAL_UNTIL.key(),
                        Instant.ofEpochMilli(until).toString()));
            }
            if (from != null) {
                own.addAll(List.of("--" + JobOptions.EVENTS_START.key(), from));
            }
            JobConfiguration configuration = arguments.configuration(spec.commandLine(), options, own);
            if (from != null && !configuration.isGiven(JobOptions.JOURNEY_GROUP_ID)) {
                // the live job's progress and its transactions are its own
                configuration = configuration.with(
                        JobOptions.JOURNEY_GROUP_ID,
                        configuration.get(JobOptions.JOURNEY_GROUP_ID) + "-backfill-" + STAMP.format(Instant.now()));
            }
            new JobRun(MemberJourneyJob.NAME, MemberJourneyJob::build, configuration, arguments)
                    .untilStopped(
                            List.of(configuration.topics().events()),
                            configuration.get(JobOptions.JOURNEY_GROUP_ID),
                            spec.commandLine().getErr());
        }
    }

    /** {@code rollcall run search-index}. */
    @Command(
            name = "search-index",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Outcomes, alerts, members and programs into Elasticsearch.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  rollcall run search-index --elasticsearch.urls https://es:9200 \\",
                "      --elasticsearch.api-key KEY"
            })
    static final class SearchIndex implements Runnable {
        @Spec
        private CommandSpec spec;

        @Mixin
        private JobArguments arguments;

        /** The job's own options, which its configuration checks. */
        @Unmatched
        private List<String> options = new ArrayList<>();

        @Override
        public void run() {
            JobConfiguration configuration = arguments.configuration(spec.commandLine(), options, List.of());
            List<String> topics = new ArrayList<>(configuration.topics().outcomes());
            topics.add(configuration.topics().members());
            topics.add(configuration.topics().programs());
            new JobRun(SearchIndexJob.NAME, SearchIndexJob::build, configuration, arguments)
                    .untilStopped(
                            topics,
                            configuration.get(JobOptions.SEARCH_GROUP_ID),
                            spec.commandLine().getErr());
        }
    }
}
