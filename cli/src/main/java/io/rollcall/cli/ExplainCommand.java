package io.rollcall.cli;

import io.rollcall.condition.Nearest;
import io.rollcall.explain.Life;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.replay.OutcomeJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rollcall explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Tells what became of one member, and why.",
        description = "The member's timeline in the time zone of the program, the newest last; then where they stand,"
                + " what is missing for what comes next, and what lies ahead if nothing happens.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:it was tried and failed, or no event of the program's community is in the history",
            "2:the arguments or the program are wrong, or nobody of that name is in the history"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall explain --program program.yaml --events history.jsonl.gz \\",
            "      --member mira",
            "  rollcall explain --program program.yaml --events history.jsonl.gz \\",
            "      --member mira --at 2026-03-01",
            "  rollcall explain --program program.yaml --events history.jsonl.gz \\",
            "      --member mira --kind tier-changed"
        })
final class ExplainCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--program", paramLabel = "FILE", required = true, description = "The program.")
    private Path program;

    @Mixin
    private HistoryOptions events;

    @Option(names = "--member", paramLabel = "NAME", required = true, description = "Whom to tell about.")
    private String member;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "As of an instant, as 2026-03-01T00:00:00Z, or of a date's first midnight in the program's time"
                            + " zone, as 2026-03-01 (default: the history's last event).")
    private @Nullable String at;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only outcomes of these kinds, such as tier-changed,alert-raised.")
    private List<String> kinds = List.of();

    @Option(
            names = "--all",
            description = "Also what is left out otherwise because there is so much of it: single postings of points,"
                    + " and alerts for which time runs but which will not be raised as things stand.")
    private boolean all;

    @Option(names = "--json", description = "Print all of it as JSON on standard output.")
    private boolean json;

    @Override
    public void run() {
        for (String kind : kinds) {
            if (!OutcomeJson.KINDS.contains(kind)) {
                String hint = Nearest.hint(kind, new TreeSet<>(OutcomeJson.KINDS));
                throw Failure.wrong(
                        "--kind: no outcome is called '" + kind + "'" + hint + (hint.endsWith("?") ? "" : "."));
            }
        }
        Program parsed = ProgramFile.read(program).parse();
        Long end = at == null ? null : Instants.parse("--at", at, parsed.dates().zone());
        if (parsed.excludes(member)) {
            throw Failure.wrong(
                    "The program " + program + " excludes '" + member + "': nothing is kept of them, so there"
                            + " is nothing to tell. Take the name out of its 'exclude' to see what it would say.");
        }
        PrintWriter err = spec.commandLine().getErr();
        MemberHistory history;
        try (HistoryFiles files = events.open(err)) {
            history = files.read(given -> MemberHistory.read(given, parsed, member, end, err));
        }
        Life life = history.life();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(ExplainJson.of(parsed, life, this::isShown));
        } else {
            new ExplainText(new Page(out, Page.PROSE), parsed).print(life, history, this::isShown, all);
        }
        out.flush();
    }

    private boolean isShown(Outcome outcome) {
        String kind = OutcomeJson.kind(outcome);
        return kinds.isEmpty() ? all || json || !kind.equals("points-posted") : kinds.contains(kind);
    }
}
