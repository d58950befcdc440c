package io.rollcall.jobs.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.config.JobConfiguration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** How the producer of clock records is set; what it does with a broker is shown by {@code QuietCommunityIT}. */
class KafkaClockLogTest {
    @Test
    void aNewPartitionHearsTheTimeWithTheNextBeat() {
        Properties properties = KafkaClockLog.properties(JobConfiguration.of(Map.of("event-time.heartbeat", "7s")));
        assertThat(new ProducerConfig(withSerializers(properties)).getLong("metadata.max.age.ms"))
                .isEqualTo(7_000);
    }

    private static Properties withSerializers(Properties properties) {
        String serializer = "org.apache.kafka.common.serialization.ByteArraySerializer";
        properties.put("key.serializer", serializer);
        properties.put("value.serializer", serializer);
        return properties;
    }
}
