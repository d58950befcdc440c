package io.rollcall.bench.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;

/** What the example configuration of a cluster, {@code deploy/config.yaml}, gives a TaskManager with so many slots. */
public final class ExampleConfiguration {
    /** For the JobManager and the bench's own part, which share the process. */
    private static final MemorySize HEAP_OF_OTHERS = MemorySize.ofMebiBytes(256);

    private final Configuration given;
    private final TaskExecutorProcessSpec memory;
    private final int slots;

    private ExampleConfiguration(Configuration given) {
        this.given = given;
        this.memory = TaskExecutorProcessUtils.processSpecFromConfig(given);
        this.slots = given.get(TaskManagerOptions.NUM_TASK_SLOTS);
    }

    /**
     * Reads it.
     *
     * @param directory in which it is
     */
    public static ExampleConfiguration read(Path directory) {
        return new ExampleConfiguration(GlobalConfiguration.loadConfiguration(directory.toString()));
    }

    /** The options of which the names begin with one of these. */
    Configuration options(List<String> beginnings) {
        Configuration options = new Configuration();
        for (String key : given.keySet()) {
            if (beginnings.stream().anyMatch(key::startsWith)) {
                options.setString(key, given.getString(key, ""));
            }
        }
        return options;
    }

    /** RocksDB's memory of so many slots. */
    MemorySize managedMemory(int wanted) {
        return memory.getManagedMemorySize().divide(slots).multiply(wanted);
    }

    /** The options of the JVM: the heap of so many slots, that of what shares the process, and what the configuration says of TaskManagers. */
    public List<String> jvmOptions(int wanted) {
        MemorySize heap =
                memory.getJvmHeapMemorySize().divide(slots).multiply(wanted).add(HEAP_OF_OTHERS);
        List<String> options = new ArrayList<>();
        options.add("-Xms" + heap.getMebiBytes() + "m");
        options.add("-Xmx" + heap.getMebiBytes() + "m");
        for (String option : given.get(CoreOptions.FLINK_TM_JVM_OPTIONS).split("\\s+")) {
            if (!option.isBlank()) {
                options.add(option);
            }
        }
        return options;
    }
}
