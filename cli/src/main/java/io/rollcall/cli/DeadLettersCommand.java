package io.rollcall.cli;

import io.rollcall.jobs.program.KnownPrograms;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rollcall dead-letters}. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        header = "Shows what was refused and why, and sends it once more when the reason is gone.",
        subcommands = {DeadLettersCommand.Show.class, DeadLettersCommand.Replay.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall dead-letters list",
            "  rollcall dead-letters list --code unknown-community --payload",
            "  rollcall dead-letters replay --code unknown-community"
        })
final class DeadLettersCommand implements Runnable {
    private static final int USUALLY = 20;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about the dead letters? 'list' or 'replay'");
    }

    /** {@code rollcall dead-letters list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Shows what was refused, where it came from, and why; the latest last.",
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {
                "0:the topic was read, whatever is in it",
                "1:Kafka does not answer, or has no such topic",
                "2:an argument is wrong"
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  rollcall dead-letters list -b kafka:9092",
                "  rollcall dead-letters list --since 2026-03-01 --code future",
                "  rollcall dead-letters list 0/17 --payload",
                "  rollcall dead-letters list --json | jq -r .code | sort | uniq -c"
            })
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private LetterFilter filter;

        @Option(
                names = "--replayed",
                description =
                        "Also those that were sent once more already, as letters that are named are shown anyway.")
        private boolean replayed;

        @Option(
                names = "--limit",
                paramLabel = "NUMBER",
                description = "At most so many, the latest; 0 for all, as they lie (default: 20, with --json 0).")
        private @Nullable Integer limit;

        @Option(names = "--payload", description = "Also show what was refused: an event as JSON, else the bytes.")
        private boolean payload;

        @Mixin
        private KafkaOptions kafka;

        @Option(names = "--json", description = "Print one JSON object a letter.")
        private boolean json;

        @Override
        public Integer call() {
            int most = limit != null ? limit : json ? 0 : USUALLY;
            if (most < 0) {
                throw Failure.wrong("--limit takes a number of letters, or 0 for all of them.");
            }
            filter.check();
            LetterTopic topic = new LetterTopic(kafka);
            LetterSelection selection = LetterSelection.of(topic, filter);
            LetterText text = new LetterText(spec.commandLine().getOut());
            // who names a letter wants to see it
            boolean sentToo = replayed || !filter.names().isEmpty();
            if (json) {
                selection.each(topic, sentToo, most, letter -> text.json(letter, selection.isSent(letter)));
                return Rollcall.DONE;
            }
            text.heading(selection.found(sentToo), topic.name());
            selection.each(topic, sentToo, most, letter -> text.letter(letter, selection.isSent(letter), payload));
            text.summary(selection, topic, sentToo, most);
            return Rollcall.DONE;
        }
    }

    /** {@code rollcall dead-letters replay}. */
    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Sends refused events once more, each to the partition it came from.",
            description = {
                "Shows what it would send, asks, and notes in the topic of dead letters what was sent, so that no record"
                        + " is sent twice to anybody, however many letters it has; an event that is refused again is a new record with a"
                        + " new letter. They go in the order in which they came. Two of these commands at a time do not get in each other's way: the later one ends the earlier.",
                "An event with the code evaluation-failed goes to the one member for whom the engine failed; the other one has"
                        + " it, or a letter of their own. It would fail again unless the program was changed or the job is a newer"
                        + " one, and what is undecodable or an invalid-event would be refused again unless the job is: they are"
                        + " only sent if the code or the letter is named. An event of a community that still has no"
                        + " program is left out, too, unless its letter is named, or holds only the beginning of the event. Programs and documents are never sent: publish a"
                        + " right program; let search-index write the document again from its topic."
            },
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {
                "0:sent, or there was nothing to send, or only shown (--dry-run)",
                "1:Kafka does not answer, or has no such topic; or the answer was no",
                "2:an argument is wrong, or there is nobody to ask and no --yes"
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  rollcall dead-letters replay --code unknown-community      after publishing a program",
                "  rollcall dead-letters replay 0/17 2/4 --yes                these two, without asking",
                "  rollcall dead-letters replay --dry-run                     what could be sent?"
            })
    static final class Replay implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private LetterFilter filter;

        @Mixin
        private KafkaOptions kafka;

        @Option(names = "--yes", description = "Send without asking.")
        private boolean yes;

        @Option(names = "--dry-run", description = "Show what would be sent, and send nothing.")
        private boolean dryRun;

        @Override
        public Integer call() {
            if (yes && dryRun) {
                throw Failure.wrong("--yes sends without asking and --dry-run sends nothing: give one, not both."
                        + " Nothing was sent.");
            }
            filter.check();
            LetterTopic topic = new LetterTopic(kafka);
            LetterReplay replay = new LetterReplay(kafka, topic);
            LetterSelection selection = LetterSelection.of(topic, filter);
            leaveOutWhatHasNoProgram(selection);
            List<LetterSelection.Found> sendable = replay.sendable(selection);
            LetterText text = new LetterText(spec.commandLine().getOut());
            text.sendable(sendable.size(), selection, topic, kafka.topics().events());
            if (sendable.isEmpty() || dryRun) {
                return Rollcall.DONE;
            }
            confirm("Send %,d event%s to %s?"
                    .formatted(
                            sendable.size(),
                            sendable.size() == 1 ? "" : "s",
                            kafka.topics().events()));
            text.sent(replay.send(sendable, spec.commandLine().getErr()));
            return Rollcall.DONE;
        }

        private void leaveOutWhatHasNoProgram(LetterSelection selection) {
            Set<String> communities = selection.communitiesWithoutProgram();
            if (communities.isEmpty()) {
                return;
            }
            try {
                KnownPrograms programs =
                        new ProgramTopic(kafka.configuration()).read().programs();
                selection.leaveOut(communities.stream()
                        .filter(community -> programs.current(community) == null)
                        .collect(Collectors.toSet()));
            } catch (KafkaException | IllegalStateException e) {
                throw kafka.unreachable(e);
            }
        }

        private void confirm(String question) {
            if (yes) {
                return;
            }
            Terminal terminal = Rollcall.terminal(spec)
                    .orElseThrow(() -> Failure.wrong(
                            "There is no terminal to ask at, so nothing was sent. Give --yes to send it."));
            if (!terminal.agrees(question)) {
                throw Failure.failed("Nothing was sent.");
            }
        }
    }
}
