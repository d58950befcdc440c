package io.rollcall.cli;

import io.rollcall.program.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rollcall validate}. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        header = "Says whether programs are right, and if not, where and why.",
        description = "A program is refused whole or taken whole: every error is shown with its line, what was"
                + " expected and the nearest known name.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every program is right", "2:one is not, or cannot be read"},
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall validate program.yaml", "  rollcall validate programs/*.yaml"})
final class ValidateCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A program, a YAML file.")
    private List<Path> files;

    @Override
    public void run() {
        List<String> refusals = new ArrayList<>();
        for (Path file : files) {
            try {
                Program program = ProgramFile.read(file).parse();
                spec.commandLine()
                        .getOut()
                        .println(file + ": the program '" + program.name() + "' of the community '"
                                + program.community() + "' is right");
            } catch (Failure wrong) {
                refusals.add(wrong.getMessage());
            }
        }
        if (!refusals.isEmpty()) {
            throw Failure.wrong(String.join("\n\n", refusals));
        }
    }
}
