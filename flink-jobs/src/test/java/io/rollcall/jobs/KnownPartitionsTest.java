package io.rollcall.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.util.clock.ManualClock;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a source hears of partitions from a broker that is there, and from one that is away: on a port at which nobody listens. */
class KnownPartitionsTest {
    private static final Set<TopicPartition> ONE = Set.of(new TopicPartition("events", 0));
    private static final Set<TopicPartition> TWO =
            Set.of(new TopicPartition("events", 0), new TopicPartition("events", 1));

    private final ManualClock clock = new ManualClock(1);
    private final Broker broker = new Broker();
    private final KnownPartitions known = new KnownPartitions(List.of("events"), broker, clock);

    @Test
    void whileTheBrokerIsAwayThoseThatWereThereLastCount() {
        try (AdminClient nobody = nobody()) {
            broker.partitions = ONE;
            assertThat(look(nobody)).isEqualTo(ONE);
            broker.partitions = null;
            assertThat(look(nobody)).isEqualTo(ONE);
            broker.partitions = TWO;
            assertThat(look(nobody)).isEqualTo(TWO);
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
        try (AdminClient nobody = nobody()) {
            broker.partitions = ONE;
            look(nobody);
            broker.refusal = new TopicAuthorizationException("events");
            assertThatThrownBy(() -> look(nobody)).hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void aTopicThatIsGoneForAMinuteIsGone() {
        try (AdminClient nobody = nobody()) {
            broker.partitions = ONE;
            look(nobody);
            broker.refusal = new UnknownTopicOrPartitionException();
            assertThat(look(nobody))
                    .as("a broker that starts may not know it yet")
                    .isEqualTo(ONE);
            clock.advanceTime(Duration.ofMinutes(1));
            assertThatThrownBy(() -> look(nobody)).hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void aLookThatFollowsASlowOneAtOnceIsNotToldOfWhatIsStillToBeAssigned() {
        try (AdminClient nobody = nobody()) {
            broker.partitions = ONE;
            broker.takes = Duration.ofSeconds(10);
            assertThat(look(nobody)).isEqualTo(ONE);
            for (int overdue = 0; overdue < 3; overdue++) {
                assertThat(known.getSubscribedTopicPartitions(nobody)).isEmpty();
            }
            broker.partitions = TWO;
            assertThat(look(nobody)).isEqualTo(TWO);
            assertThat(known.getSubscribedTopicPartitions(nobody)).isEqualTo(ONE);
            assertThat(look(nobody)).isEqualTo(TWO);
        }
    }

    /** A look in its time. */
    private Set<TopicPartition> look(AdminClient admin) {
        clock.advanceTime(Duration.ofSeconds(1));
        return known.getSubscribedTopicPartitions(admin);
    }

    private static AdminClient nobody() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", "127.0.0.1:1");
        properties.put("default.api.timeout.ms", "300");
        properties.put("request.timeout.ms", "200");
        return AdminClient.create(properties);
    }

    /** Answers while it has partitions; while it has none the real question is put to the absent one. */
    private final class Broker implements KafkaSubscriber {
        private static final long serialVersionUID = 1;

        private transient @Nullable Set<TopicPartition> partitions;
        private transient @Nullable RuntimeException refusal;
        private transient Duration takes = Duration.ZERO;

        @Override
        public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient admin) {
            clock.advanceTime(takes);
            if (refusal != null) {
                throw new IllegalStateException(refusal);
            }
            Set<TopicPartition> there = partitions;
            return there != null
                    ? there
                    : KafkaSubscriber.getTopicListSubscriber(List.of("events")).getSubscribedTopicPartitions(admin);
        }
    }
}
