package io.rollcall.cli;

import io.rollcall.jobs.config.JobConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rollcall config}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        header = "Prints every option of the jobs, with its default and what it does.",
        description = "The reference is Markdown.",
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall config", "  rollcall config > configuration.md"})
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(JobConfiguration.reference());
        spec.commandLine().getOut().flush();
    }
}
