package io.rollcall.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

        @Option(names = "--replayed", description = "Also those that were sent once more already.")
        private boolean replayed;

        @Option(
                names = "--limit",
                paramLabel = "NUMBER",
                defaultValue = "20",
                description = "At most so many, the latest (default: ${DEFAULT-VALUE}); 0 for all.")
        private int limit;

        @Option(names = "--payload", description = "Also show what was refused: an event as JSON, else the bytes.")
        private boolean payload;

        @Mixin
        private KafkaOptions kafka;

        @Option(names = "--json", description = "Print one JSON object a letter.")
        private boolean json;

        @Override
        public Integer call() {
            if (limit < 0) {
                throw Failure.wrong("--limit takes a number of letters, or 0 for all of them.");
            }
            filter.check();
            LetterTopic topic = new LetterTopic(kafka);
            Selection selection = new Selection(topic, filter, replayed);
            LetterText text = new LetterText(spec.commandLine().getOut());
            if (json) {
                selection.each(limit, text::json);
                return Rollcall.DONE;
            }
            text.heading(selection.found(), topic.name());
            selection.each(limit, letter -> text.letter(letter, payload));
            text.summary(selection, limit);
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
                "Shows what it would send, asks, and notes in the topic of dead letters what was sent, so that nothing"
                        + " is sent twice. Two of these commands at a time do not get in each other's way: the later"
                        + " one ends the earlier.",
                "An event with the code evaluation-failed may have reached one of its two members already: it is only"
                        + " sent if that code or the letter is named. Programs and documents are never sent: publish a"
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
            filter.check();
            LetterTopic topic = new LetterTopic(kafka);
            LetterReplay replay = new LetterReplay(kafka, topic);
            List<StoredLetter> sendable = new ArrayList<>();
            Map<String, Integer> left = new HashMap<>();
            Selection selection = new Selection(topic, filter, false);
            selection.each(0, letter -> {
                String obstacle = replay.obstacle(letter, filter);
                if (obstacle == null) {
                    sendable.add(letter);
                } else {
                    left.merge(obstacle, 1, Integer::sum);
                }
            });
            PrintWriter out = spec.commandLine().getOut();
            LetterText text = new LetterText(out);
            text.sendable(sendable, left);
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

        private void confirm(String question) {
            if (yes) {
                return;
            }
            Terminal terminal = Terminal.system()
                    .orElseThrow(() -> Failure.wrong(
                            "There is no terminal to ask at, so nothing was sent. Give --yes to send it."));
            if (!terminal.agrees(question)) {
                throw Failure.failed("Nothing was sent.");
            }
        }
    }

    /** What a filter leaves of the topic: counted first, since what was sent once more is only known at the end. */
    static final class Selection {
        private final LetterTopic topic;
        private final LetterFilter filter;
        private final boolean replayed;
        private final LetterTopic.Replayed sent = new LetterTopic.Replayed();
        private final Map<String, Integer> byCode = new HashMap<>();
        private int found;
        private int hidden;

        Selection(LetterTopic topic, LetterFilter filter, boolean replayed) {
            this.topic = topic;
            this.filter = filter;
            this.replayed = replayed;
            topic.read(sent::learn);
            topic.read(letter -> {
                if (!matches(letter)) {
                    return;
                }
                if (shows(letter)) {
                    found++;
                    byCode.merge(requireNonNull(letter.letter().getCode()), 1, Integer::sum);
                } else {
                    hidden++;
                }
            });
        }

        /** Hands on the last letters, at most {@code limit} of them, or all for 0; in the order of the topic. */
        void each(int limit, LetterTopic.Reader reader) {
            long skipped = limit == 0 ? 0 : Math.max(0, found - (long) limit);
            long[] seen = {0};
            topic.read(letter -> {
                if (matches(letter) && shows(letter) && seen[0]++ >= skipped) {
                    reader.read(letter);
                }
            });
        }

        private boolean matches(StoredLetter letter) {
            return !letter.isNote() && filter.takes(letter);
        }

        private boolean shows(StoredLetter letter) {
            return replayed || !sent.contains(letter);
        }

        int found() {
            return found;
        }

        /** How many more there would be with those that were sent once more. */
        int hidden() {
            return hidden;
        }

        Map<String, Integer> byCode() {
            return byCode;
        }

        @Nullable
        String foreign() {
            return topic.foreign();
        }
    }
}
