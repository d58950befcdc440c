package io.rollcall.cli;

import io.rollcall.embedded.EmbeddedException;
import io.rollcall.jobs.config.ConfigurationException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code rollcall} command. */
@Command(
        name = "rollcall",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Tells a community's operators who is rising, who has earned something, and who is slipping away.",
        subcommands = {
            DemoCommand.class,
            ValidateCommand.class,
            ReplayCommand.class,
            PlanCommand.class,
            ExplainCommand.class,
            PublishCommand.class,
            RunCommand.class,
            SimulateCommand.class,
            TopicsCommand.class,
            IndexCommand.class,
            DeadLettersCommand.class,
            ConfigCommand.class
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:it was tried and failed",
            "2:the arguments or the program are wrong (plan: there are differences)",
            "130:stopped by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall demo                   everything here, with a simulated community",
            "  rollcall validate program.yaml  is it right?",
            "  rollcall replay --help          what does a program make of a history?",
            "  rollcall plan --help            what would another program change?",
            "  rollcall explain --help         what became of one member, and why?",
            "  rollcall publish --help         puts it into force",
            "  rollcall run --help             a job in this process; a backfill",
            "  rollcall dead-letters --help    what was refused, and once more",
            "  rollcall COMMAND --help         more about a command"
        })
public final class Rollcall implements Runnable {
    /** Done. */
    public static final int DONE = 0;

    /** It was tried and failed. */
    public static final int FAILED = 1;

    /** The arguments or the program are wrong. */
    public static final int WRONG = 2;

    /** Somebody has stopped it. */
    static final int STOPPED = 130;

    /** Columns of help where nobody knows how wide the terminal is. */
    private static final int HELP_WIDTH = 80;

    private final Supplier<Optional<Terminal>> terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "With an error, also print where in the code it arose.")
    private boolean verbose;

    private Rollcall(Supplier<Optional<Terminal>> terminal) {
        this.terminal = terminal;
    }

    /** Runs a command and ends the process with its status. */
    public static void main(String[] arguments) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status;
        try {
            status = commandLine(new PrintWriter(System.out, true, StandardCharsets.UTF_8), err)
                    .execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
            err.println("rollcall: Java gave up: " + e);
            err.println("Too little memory, or a broken installation: build it again, or give Java more (JAVA_OPTS).");
            status = FAILED;
        }
        System.exit(status);
    }

    /** The command, which writes its results to {@code out} and everything else to {@code err}. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return commandLine(out, err, Terminal::system);
    }

    /** As {@link #commandLine(PrintWriter, PrintWriter)}; it asks who is at {@code terminal}, if anybody is. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, Supplier<Optional<Terminal>> terminal) {
        return new CommandLine(new Rollcall(terminal))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Rollcall::wrongArguments)
                .setExecutionExceptionHandler(Rollcall::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? One of: " + String.join(", ", spec.subcommands().keySet()));
    }

    private static int wrongArguments(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String suggestion = Misunderstanding.suggestion(e, arguments);
        err.println("rollcall: " + Misunderstanding.of(e) + suggestion);
        if (suggestion.isEmpty() && !CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Run '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        int status = FAILED;
        if (e instanceof Failure failure) {
            status = failure.status() == WRONG ? command.getCommandSpec().exitCodeOnInvalidInput() : failure.status();
            if (status != STOPPED) {
                Page.prose(err, "rollcall: " + failure.getMessage());
            }
        } else if (e instanceof EmbeddedException failure) {
            err.println("rollcall: " + failure.getMessage());
        } else if (e instanceof ConfigurationException wrong) {
            status = WRONG;
            err.println("rollcall: " + wrong.getMessage());
        } else {
            err.println("rollcall: this should not happen: " + e);
            err.println("Run it again with --verbose, and report what it prints.");
        }
        if (isVerbose(command)) {
            e.printStackTrace(err);
        }
        err.flush();
        return status;
    }

    /** The person at the terminal of a command, if there is one. */
    static Optional<Terminal> terminal(CommandSpec command) {
        return ((Rollcall) command.root().userObject()).terminal.get();
    }

    private static boolean isVerbose(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof Rollcall rollcall && rollcall.verbose;
    }
}
