package io.rollcall.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rollcall validate}. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        header = "Says whether programs are right, and if not, where and why.",
        description = {
            "A program is refused whole or taken whole: every error is shown with its line, what was expected and"
                    + " the nearest known name. Warnings are for what is legal but surely unmeant, such as a tier that"
                    + " nobody can reach.",
            "What each key and each warning means is in docs/program-reference.md. To have an editor complete and"
                    + " check programs as you write, give it the schema (--schema)."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every program is right, with warnings or without",
            "2:one is not, or cannot be read; with --strict also: one has warnings"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall validate program.yaml",
            "  rollcall validate --strict programs/*.yaml       warnings fail, too",
            "  rollcall validate --json program.yaml            one JSON object a file",
            "  rollcall validate --schema > program.schema.json for editors"
        })
final class ValidateCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");
    private static final String SCHEMA = "/program.schema.json";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "A program, a YAML file; - for standard input.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--json",
            description =
                    "Print one JSON object a file: file, valid, errors, warnings, notes; reviewed is false where the errors leave no warnings to look for.")
    private boolean json;

    @Option(names = "--strict", description = "Fail on warnings, too.")
    private boolean strict;

    @Option(names = "--schema", description = "Print the JSON Schema of programs, for editors, and do nothing else.")
    private boolean schema;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            out.print(schema());
            out.flush();
            return Rollcall.DONE;
        }
        if (files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Which program? Give the path of one, a YAML file.");
        }
        if (files.stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw Failure.wrong("Standard input can be read only once: give '-' once.");
        }
        List<Verdict> verdicts = files.stream().map(ValidateCommand::verdict).toList();
        if (json) {
            var mapper = new ObjectMapper();
            for (Verdict verdict : verdicts) {
                out.println(mapper.writeValueAsString(verdict.json()));
            }
        } else {
            tell(verdicts);
        }
        boolean passed = verdicts.stream()
                .allMatch(each -> each.isRight() && (!strict || each.warnings().isEmpty()));
        return passed ? Rollcall.DONE : Rollcall.WRONG;
    }

    private void tell(List<Verdict> verdicts) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        verdicts.stream().filter(Verdict::isRight).forEach(each -> out.println(each.describe()));
        out.flush();
        String separator = "rollcall: ";
        for (Verdict wrong : verdicts) {
            if (!wrong.isRight()) {
                err.println(separator + wrong.describe());
                separator = "\n";
            }
        }
        err.flush();
    }

    private static Verdict verdict(Path path) {
        try {
            return Verdict.of(path.equals(STANDARD_INPUT) ? ProgramFile.readStandardInput() : ProgramFile.read(path));
        } catch (Failure unreadable) {
            return Verdict.unreadable(path.toString(), unreadable);
        }
    }

    private static String schema() {
        try (InputStream in = ValidateCommand.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + SCHEMA);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
