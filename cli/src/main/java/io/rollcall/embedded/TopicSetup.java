package io.rollcall.embedded;

import io.rollcall.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics that Rollcall reads and writes, as a broker should have them. */
public final class TopicSetup {
    private static final String CANNOT = "the topics cannot be made";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private TopicSetup() {}

    /**
     * Makes every topic that is missing and waits until its leaders take records; those that are there stay as they are.
     *
     * @param partitions of every topic but the programs', whose versions are the offsets of its one partition
     * @param replicas of every topic
     * @return the names of those made
     * @throws EmbeddedException if the broker does not answer or refuses, or has a topic of programs with several partitions
     */
    public static Set<String> create(Admin admin, Topics topics, int partitions, int replicas) {
        Set<String> made = new TreeSet<>();
        List<NewTopic> all = definitions(topics, partitions, (short) replicas);
        admin.createTopics(all).values().forEach((name, done) -> {
            if (isMade(done)) {
                made.add(name);
            }
        });
        awaitLeaders(
                admin, all.stream().filter(topic -> made.contains(topic.name())).toList());
        // one that was just made is as it should be
        if (!made.contains(topics.programs())) {
            requireOnePartition(admin, topics.programs());
        }
        return made;
    }

    /**
     * The controller says that a topic is made, and brokers name its leaders, before those leaders take records. Of a producer that
     * came at once the first batch would be refused and the next one perhaps taken: a leader believes any sequence number of a
     * producer that it has not met, refuses the earlier one ever after, and the producer repeats that until its patience ends.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> made) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : made) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ends.isEmpty()) {
            try {
                // the leaders answer this themselves; the client asks again where one does not lead yet
                admin.listOffsets(ends).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw refused(e);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static List<NewTopic> definitions(Topics topics, int partitions, short replicas) {
        List<NewTopic> all = new ArrayList<>();
        all.add(kept(topics.events(), partitions, replicas));
        all.add(compacted(topics.programs(), 1, replicas));
        topics.outcomes().forEach(name -> all.add(kept(name, partitions, replicas)));
        all.add(compacted(topics.members(), partitions, replicas));
        all.add(kept(topics.deadLetters(), partitions, replicas));
        return all;
    }

    /** Records carry the time of a history, which may be years ago: retention by time would delete them as they arrive. */
    private static NewTopic kept(String name, int partitions, short replicas) {
        return new NewTopic(name, partitions, replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1"));
    }

    private static NewTopic compacted(String name, int partitions, short replicas) {
        return new NewTopic(name, partitions, replicas)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private static boolean isMade(KafkaFuture<Void> creation) {
        try {
            creation.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw refused(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void requireOnePartition(Admin admin, String programs) {
        try {
            int partitions = 0;
            for (TopicDescription topic : admin.describeTopics(List.of(programs))
                    .allTopicNames()
                    .get()
                    .values()) {
                partitions = topic.partitions().size();
            }
            if (partitions != 1) {
                throw new EmbeddedException(
                        CANNOT,
                        programs + " has " + partitions
                                + " partitions, but a program's version is its offset in the only one",
                        "Delete that topic, or choose another prefix, and run this again.");
            }
        } catch (ExecutionException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static EmbeddedException refused(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new EmbeddedException(
                CANNOT,
                String.valueOf(cause.getMessage()),
                "Check that the broker runs at the given address and allows making topics.",
                cause);
    }

    private static EmbeddedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EmbeddedException(CANNOT, "interrupted", "Run this again.", e);
    }
}
