package io.rollcall.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A Flink cluster as its scripts start it, each part a process: with the example configuration, the libraries of a Flink
 * distribution and nothing of ours on the class path.
 */
final class FlinkProcesses implements AutoCloseable {
    private static final Path LIBRARIES = Path.of("target/flink/lib");
    private static final Pattern WEB = Pattern.compile("Web frontend listening at (http://\\S+?)\\.\\s");
    private static final Pattern REGISTERED = Pattern.compile("(Successful registration at resource manager)");
    private final Path directory;
    private final Path conf;
    private final Configuration configuration;
    private final Deque<JavaProcess> started = new ArrayDeque<>();
    private final List<JavaProcess> taskManagers = new ArrayList<>();
    private int processes;

    private FlinkProcesses(Path directory, Path conf, Configuration configuration) {
        this.directory = directory;
        this.conf = conf;
        this.configuration = configuration;
    }

    /**
     * A cluster of which nothing runs yet.
     *
     * @param different what is different from the example configuration
     */
    static FlinkProcesses in(Path directory, Map<String, String> different) throws IOException {
        Configuration configuration = GlobalConfiguration.loadConfiguration(
                Path.of("").toAbsolutePath().toString());
        // Flink's HTTP server for Prometheus listens on every address of the machine, which nothing of a test may
        configuration.keySet().stream()
                .filter(key -> key.startsWith("metrics.reporter"))
                .forEach(configuration::removeKey);
        different.forEach(configuration::setString);
        Path conf = Files.createDirectories(directory.resolve("conf"));
        List<String> lines = new ArrayList<>();
        configuration.toMap().forEach((key, value) -> lines.add(key + ": '" + value.replace("'", "''") + "'"));
        Files.write(conf.resolve("config.yaml"), lines);
        return new FlinkProcesses(directory, conf, configuration);
    }

    /** Starts a JobManager and waits until its web page answers. */
    JobManager startJobManager() throws IOException {
        JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
        List<String> java = java(
                CoreOptions.FLINK_JM_JVM_OPTIONS,
                JobManagerProcessUtils.generateJvmParametersStr(memory, configuration));
        java.addAll(List.of(StandaloneSessionClusterEntrypoint.class.getName(), "--configDir", conf.toString()));
        java.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
        JavaProcess process = start("jobmanager", java);
        return new JobManager(process, URI.create(process.awaitOutput(WEB)));
    }

    /** A JobManager and where its web page is. */
    record JobManager(JavaProcess process, URI url) {}

    /** Starts a TaskManager. */
    JavaProcess startTaskManager() throws IOException {
        TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        List<String> java = java(CoreOptions.FLINK_TM_JVM_OPTIONS, ProcessMemoryUtils.generateJvmParametersStr(memory));
        java.addAll(List.of(TaskManagerRunner.class.getName(), "--configDir", conf.toString()));
        java.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
        java.addAll(List.of("-D", "taskmanager.resource-id=tm" + processes));
        JavaProcess process = start("taskmanager", java);
        taskManagers.add(process);
        return process;
    }

    /**
     * Starts another TaskManager for each that ended by itself, as systemd or Kubernetes does. Flink 2.2 sometimes ends the one beside a
     * lost one: a task that gives a half-read buffer back to the lost connection throws while it is cleaned up, which counts as fatal.
     *
     * @return how many those were
     */
    int supervise() throws IOException {
        List<JavaProcess> ended =
                taskManagers.stream().filter(JavaProcess::hasEndedByItself).toList();
        taskManagers.removeAll(ended);
        for (int i = 0; i < ended.size(); i++) {
            startTaskManager();
        }
        return ended.size();
    }

    static void awaitRegistered(JavaProcess taskManager) {
        taskManager.awaitOutput(REGISTERED);
    }

    /** Starts what the script {@code flink} runs. */
    JavaProcess client(List<String> arguments) throws IOException {
        List<String> java = java(CoreOptions.FLINK_CLI_JVM_OPTIONS, "-Xmx256m");
        java.add(CliFrontend.class.getName());
        java.addAll(arguments);
        return start("client", java);
    }

    private JavaProcess start(String kind, List<String> java) throws IOException {
        processes++;
        JavaProcess process =
                JavaProcess.start(directory, processes + "-" + kind, Map.of("FLINK_CONF_DIR", conf.toString()), java);
        started.push(process);
        return process;
    }

    /** As Flink's scripts do: options of the JVM for all processes, then those of the kind. */
    private List<String> java(ConfigOption<String> options, String memory) {
        List<String> java = new ArrayList<>(words(memory));
        java.addAll(words(configuration.get(CoreOptions.FLINK_JVM_OPTIONS)));
        java.addAll(words(configuration.get(options)));
        assertThat(LIBRARIES).as("the libraries of Flink, which Maven copies").isNotEmptyDirectory();
        java.addAll(List.of("-cp", LIBRARIES.toAbsolutePath() + "/*"));
        return java;
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    @Override
    public void close() {
        started.forEach(JavaProcess::close);
    }
}
