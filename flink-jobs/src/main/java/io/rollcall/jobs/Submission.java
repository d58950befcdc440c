package io.rollcall.jobs;

import io.rollcall.jobs.config.ConfigurationException;
import io.rollcall.jobs.config.JobConfiguration;
import java.util.function.BiConsumer;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What {@code flink run} does with a job of ours and its arguments. */
final class Submission {
    private Submission() {}

    /**
     * Submits a job; {@code --help} prints the reference of the configuration instead.
     *
     * @throws ProgramParametrizationException with every error in the configuration, and nothing is submitted: of this
     *     exception alone the client of Flink prints the words and no stack
     */
    static void submit(String name, String[] arguments, BiConsumer<StreamExecutionEnvironment, JobConfiguration> build)
            throws Exception {
        if (JobConfiguration.asksForHelp(arguments)) {
            System.out.println(JobConfiguration.reference());
            return;
        }
        JobConfiguration configuration;
        try {
            configuration = JobConfiguration.fromArguments(arguments);
        } catch (ConfigurationException e) {
            throw new ProgramParametrizationException("The options of " + name
                    + " are wrong; nothing was submitted:\n  " + String.join("\n  ", e.problems()));
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        build.accept(environment, configuration);
        environment.execute(name);
    }
}
