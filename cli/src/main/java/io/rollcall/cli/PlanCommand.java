package io.rollcall.cli;

import io.rollcall.compare.Comparison;
import io.rollcall.compare.Difference;
import io.rollcall.program.Program;
import io.rollcall.replay.History;
import io.rollcall.replay.Replay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rollcall plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Says what would change if one program took the place of another.",
        description = "Evaluates a history under both programs and compares: who would stand on another tier, have"
                + " another badge, be in another segment, be reported by another alert, with examples and why."
                + " Nothing is published. What comes from standard input or a pipe is kept in a temporary file meanwhile,"
                + " as it is read twice.",
        exitCodeOnInvalidInput = ExitCode.SOFTWARE,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:no difference: both programs say the same of everybody at every instant",
            "1:it failed, or an argument or a program is wrong",
            "2:there are differences"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall plan --from program.yaml --to new.yaml --events history.jsonl.gz",
            "  rollcall plan --from program.yaml --to new.yaml \\",
            "      --events 2025.jsonl 2026.jsonl --examples 10",
            "  rollcall plan --from program.yaml --to new.yaml --events history.jsonl.gz \\",
            "      --json | jq .differently"
        })
final class PlanCommand implements Callable<Integer> {
    private static final int DIFFERENT = 2;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", paramLabel = "FILE", required = true, description = "The program at hand.")
    private Path from;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "The program that would take its place, of the same community.")
    private Path to;

    @Mixin
    private HistoryOptions history;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Where the history ends, included (default: its last event): 2026-03-01T00:00:00Z, or a date,"
                    + " which is its first midnight in the time zone of --to.")
    private @Nullable String until;

    @Option(
            names = "--examples",
            paramLabel = "NUMBER",
            defaultValue = "3",
            description =
                    "How many members to name for each rule (default: ${DEFAULT-VALUE}); one at least of those who"
                            + " gain and one of those who lose, unless it is 0.")
    private int examples;

    @Option(names = "--json", description = "Print the difference as JSON on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        if (examples < 0) {
            throw Failure.wrong("--examples takes a number of members, 0 or more, not " + examples + ".");
        }
        Program before = ProgramFile.read(from).parse();
        Program after = ProgramFile.read(to).parse();
        if (!before.community().equals(after.community())) {
            throw Failure.wrong("The programs are of different communities: " + from + " of '" + before.community()
                    + "', " + to + " of '" + after.community()
                    + "'. Only programs of one community can take each other's place: give both the same 'community'.");
        }
        Long end = until == null
                ? null
                : Instants.parse("--until", until, after.dates().zone());
        Comparison comparison = new Comparison(before, after, examples);
        var err = spec.commandLine().getErr();
        Under under;
        try (HistoryFiles files = history.openRepeatable(err)) {
            under = files.read(given -> {
                HistoryReplay replay = new HistoryReplay(given, end, err);
                Replay.Result ofBefore = replay.run(before, comparison.from(), "under --from");
                replay.run(after, comparison.to(), "under --to");
                StrayText.warn(ofBefore.history().strays(), end, "--until", after, err);
                // who ends the history in a pause of years knows what they do
                if (ofBefore.history().later() == 0) {
                    StrayText.warnOfEnd(end, ofBefore.history().last(), "--until", after, err);
                }
                return new Under(ofBefore, files.named(replay.firstRejected()));
            });
        }
        Replay.Result result = under.result();
        History.Counts counts = result.history();
        long last = counts.end() == null ? 0 : counts.end();
        Difference difference = comparison.difference();
        UnmatchedTypes types = UnmatchedTypes.of(counts.types(), before, after);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(PlanJson.of(from, to, before, result, types, last, difference));
        } else {
            String over = "%s → %s, over %,d events of '%s' until %s %s."
                            .formatted(
                                    from,
                                    to,
                                    counts.events(),
                                    before.community(),
                                    Page.time(last, after.dates().zone()),
                                    ExplainText.zoneName(after.dates().zone()))
                    + skipped(result, under.firstRejected())
                    + types.sentences().stream().map(each -> " " + each).collect(Collectors.joining())
                    + left(difference);
            new PlanText(new Page(out, Page.PROSE), before, after).print(difference, over);
        }
        out.flush();
        return difference.isNone() ? Rollcall.DONE : DIFFERENT;
    }

    /** What came of the history under the first program, and the first line of it that is no event. */
    private record Under(Replay.Result result, String firstRejected) {}

    /** Who has left stays on tiers and in segments, which nobody expects. */
    private static String left(Difference difference) {
        return difference.left() == 0
                ? ""
                : difference.left() == 1
                        ? " 1 of the members has left, and counts where they stood then."
                        : " %,d of the members have left, and count where they stood then."
                                .formatted(difference.left());
    }

    private static String skipped(Replay.Result result, String firstRejected) {
        History.Counts counts = result.history();
        List<String> skipped = new ArrayList<>();
        skip(skipped, result.repeats(), "repeated event (same id)", "repeated events (same id)");
        skip(
                skipped,
                counts.rejected(),
                "line that is no event (" + firstRejected + ")",
                "lines that are no events (the first is " + firstRejected + ")");
        skip(skipped, counts.otherCommunities(), "event of another community", "events of other communities");
        skip(skipped, counts.later(), "later event", "later events");
        return skipped.isEmpty() ? "" : " Skipped: " + String.join(", ", skipped) + ".";
    }

    private static void skip(List<String> skipped, long count, String one, String many) {
        if (count > 0) {
            skipped.add("%,d %s".formatted(count, count == 1 ? one : many));
        }
    }
}
