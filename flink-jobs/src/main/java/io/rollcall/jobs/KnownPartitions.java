package io.rollcall.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetIdentifierProvider;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.SystemClock;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of topics, which a source asks for again and again while it runs. Flink ends a job when it gets no answer; a broker that is away for
 * some minutes must find the job where it was, so it is told the partitions that were there last. Without an answer at the start there are none to tell.
 *
 * <p>Where an answer takes longer than the time between two looks, Flink looks again at once, before it has assigned what was found, and assigns it once
 * more: its records are read twice (FLINK-40615). So a look that follows another one too soon is told what is assigned already.
 */
public final class KnownPartitions implements KafkaSubscriber, KafkaDatasetIdentifierProvider {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(KnownPartitions.class);

    /** So long after a look another one comes too soon. */
    private static final Duration SOON = Duration.ofMillis(400);

    /** A broker that starts again may not know its topics for so long. */
    private static final Duration FORGETFUL = Duration.ofMinutes(1);

    private final List<String> topics;
    private final KafkaSubscriber asked;
    private final transient @Nullable Clock clock;
    private transient @Nullable Set<TopicPartition> last;
    private transient @Nullable Set<TopicPartition> assigned;
    private transient long endedAt;
    private transient long answeredAt;
    private transient boolean isAway;

    /** The partitions of these topics. */
    public KnownPartitions(List<String> topics) {
        this(topics, KafkaSubscriber.getTopicListSubscriber(topics), null);
    }

    KnownPartitions(List<String> topics, KafkaSubscriber asked, @Nullable Clock clock) {
        this.topics = List.copyOf(topics);
        this.asked = asked;
        this.clock = clock;
    }

    @Override
    public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient admin) {
        if (endedAt != 0 && now() - endedAt < SOON.toMillis()) {
            return assigned == null ? Set.of() : assigned;
        }
        assigned = last;
        try {
            last = asked.getSubscribedTopicPartitions(admin);
            answeredAt = now();
            if (isAway) {
                LOG.info("Kafka says again which partitions {} have.", topics);
                isAway = false;
            }
        } catch (RuntimeException e) {
            if (last == null || !isAbsence(e)) {
                throw e;
            }
            if (!isAway) {
                LOG.warn("Kafka does not say which partitions {} have; those that were there last count.", topics, e);
                isAway = true;
            }
        } finally {
            endedAt = now();
        }
        return last;
    }

    private boolean isAbsence(RuntimeException failure) {
        return ExceptionUtils.findThrowable(failure, RetriableException.class)
                .filter(cause -> !(cause instanceof UnknownTopicOrPartitionException)
                        || now() - answeredAt < FORGETFUL.toMillis())
                .isPresent();
    }

    /** Milliseconds that never go back. */
    private long now() {
        return (clock == null ? SystemClock.getInstance() : clock).relativeTimeMillis();
    }

    @Override
    public Optional<DefaultKafkaDatasetIdentifier> getDatasetIdentifier() {
        return Optional.of(DefaultKafkaDatasetIdentifier.ofTopics(topics));
    }
}
