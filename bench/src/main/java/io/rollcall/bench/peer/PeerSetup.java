package io.rollcall.bench.peer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a peer is to do.
 *
 * @param peer its name, one of those that the process knows
 * @param bootstrapServers of the broker
 * @param seeds the topic of seeds
 * @param population the file of the population
 * @param program the file of the example program
 * @param clusterConfiguration the directory of Flink's {@code config.yaml}
 * @param directory where it may keep what it likes
 * @param slots how many subtasks it has
 * @param loads the events to read, one load after the other, each from the same members
 * @param instants of event time that a live job tells of when they have passed, in milliseconds since the epoch
 * @param jobOptions options of the job that are not to have their defaults
 */
public record PeerSetup(
        String peer,
        String bootstrapServers,
        String seeds,
        String population,
        String program,
        String clusterConfiguration,
        String directory,
        int slots,
        List<Load> loads,
        List<Long> instants,
        Map<String, String> jobOptions) {

    /**
     * Events to read.
     *
     * @param name of the load
     * @param topicsPrefix of its topics
     * @param events how many there are to read
     * @param deliveries how many members they reach, each counted once for each event
     */
    public record Load(String name, String topicsPrefix, long events, long deliveries) {
        /** Events that come as they happen, for as long as the peer's process runs. */
        public static Load live(String name, String topicsPrefix) {
            return new Load(name, topicsPrefix, 0, 0);
        }

        /** Whether they come as they happen. */
        @JsonIgnore
        public boolean isLive() {
            return events == 0;
        }
    }

    /** Writes it to a file. */
    public void write(Path file) throws IOException {
        Files.writeString(file, new ObjectMapper().writeValueAsString(this));
    }

    /** Reads what {@link #write} wrote. */
    public static PeerSetup read(Path file) throws IOException {
        return new ObjectMapper().readValue(Files.readString(file), PeerSetup.class);
    }
}
