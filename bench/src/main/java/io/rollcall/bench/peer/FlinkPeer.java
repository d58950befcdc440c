package io.rollcall.bench.peer;

import io.rollcall.jobs.config.JobConfiguration;
import java.nio.file.Path;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One way of keeping members on Flink, in an operator of the name and uid {@link #MEMBER}. */
interface FlinkPeer {
    /** Name and uid of the operator that keeps members: where it is measured, and where its state is found again. */
    String MEMBER = "member";

    /** Adds the job that reads events and keeps members. */
    void addJob(StreamExecutionEnvironment environment, JobConfiguration configuration);

    /**
     * Adds the operator that gives each member its first state, as the job's operator would have kept it.
     *
     * @param numbers of the members, by key
     * @param population the file of the population
     */
    void addSeeding(KeyedStream<Long, String> numbers, Path population);

    /** The one of a name. */
    static FlinkPeer of(String name) {
        return switch (name) {
            case "rollcall" -> new RollcallPeer();
            case "floor" -> new FloorPeer(false);
            case "floor-with-timers" -> new FloorPeer(true);
            case "naive" -> new NaivePeer();
            default -> throw new IllegalArgumentException("no peer: " + name);
        };
    }
}
