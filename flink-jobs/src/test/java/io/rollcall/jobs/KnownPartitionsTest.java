package io.rollcall.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a source hears of partitions from a broker that is there, and from one that is away: on a port at which nobody listens. */
class KnownPartitionsTest {
    private static final Set<TopicPartition> ONE = Set.of(new TopicPartition("events", 0));

    @Test
    void whileTheBrokerIsAwayThoseThatWereThereLastCount() {
        Broker broker = new Broker();
        KnownPartitions known = new KnownPartitions(List.of("events"), broker);
        try (AdminClient nobody = nobody()) {
            broker.partitions = ONE;
            assertThat(known.getSubscribedTopicPartitions(nobody)).isEqualTo(ONE);
            broker.partitions = null;
            assertThat(known.getSubscribedTopicPartitions(nobody)).isEqualTo(ONE);
        }
    }

    @Test
    void withoutAnAnswerAtTheStartThereAreNone() {
        try (AdminClient nobody = nobody()) {
            assertThatThrownBy(() -> new KnownPartitions(List.of("events")).getSubscribedTopicPartitions(nobody))
                    .hasMessageContaining("events");
        }
    }

    @Test
    void anAnswerThatSaysNoIsOne() {
        Broker broker = new Broker();
        KnownPartitions known = new KnownPartitions(List.of("events"), broker);
        try (AdminClient nobody = nobody()) {
            broker.partitions = ONE;
            known.getSubscribedTopicPartitions(nobody);
            broker.refuses = true;
            assertThatThrownBy(() -> known.getSubscribedTopicPartitions(nobody))
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    private static AdminClient nobody() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", "127.0.0.1:1");
        properties.put("default.api.timeout.ms", "300");
        properties.put("request.timeout.ms", "200");
        return AdminClient.create(properties);
    }

    /** Answers while it has partitions; while it has none the real question is put to the absent one. */
    private static final class Broker implements KafkaSubscriber {
        private static final long serialVersionUID = 1;

        private transient @Nullable Set<TopicPartition> partitions;
        private boolean refuses;

        @Override
        public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient admin) {
            if (refuses) {
                throw new IllegalStateException(new TopicAuthorizationException("events"));
            }
            Set<TopicPartition> there = partitions;
            return there != null
                    ? there
                    : KafkaSubscriber.getTopicListSubscriber(List.of("events")).getSubscribedTopicPartitions(admin);
        }
    }
}
