package io.rollcall.jobs;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetIdentifierProvider;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of topics, which a source asks for again and again while it runs. Flink ends a job when it gets no answer; a broker that is away for
 * some minutes must find the job where it was, so it is told the partitions that were there last. Without an answer at the start there are none to tell.
 */
public final class KnownPartitions implements KafkaSubscriber, KafkaDatasetIdentifierProvider {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(KnownPartitions.class);

    private final List<String> topics;
    private final KafkaSubscriber asked;
    private transient @Nullable Set<TopicPartition> last;

    /** The partitions of these topics. */
    public KnownPartitions(List<String> topics) {
        this(topics, KafkaSubscriber.getTopicListSubscriber(topics));
    }

    KnownPartitions(List<String> topics, KafkaSubscriber asked) {
        this.topics = List.copyOf(topics);
        this.asked = asked;
    }

    @Override
    public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient admin) {
        try {
            last = asked.getSubscribedTopicPartitions(admin);
            return last;
        } catch (RuntimeException e) {
            Optional<RetriableException> away = ExceptionUtils.findThrowable(e, RetriableException.class);
            if (last == null || away.isEmpty()) {
                throw e;
            }
            LOG.warn(
                    "Kafka does not say which partitions {} have ({}); those that were there last count.",
                    topics,
                    away.get().toString());
            return last;
        }
    }

    @Override
    public Optional<DefaultKafkaDatasetIdentifier> getDatasetIdentifier() {
        return Optional.of(DefaultKafkaDatasetIdentifier.ofTopics(topics));
    }
}
