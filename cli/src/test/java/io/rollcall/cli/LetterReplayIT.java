package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.jobs.out.DeadLetterCode;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** {@code rollcall dead-letters replay} beside others that write: whatever happens, nothing is sent twice. */
class LetterReplayIT extends DeadLettersOnABroker {
    @Test
    void behindATransactionOfAJobNothingIsSentTwice() throws Exception {
        Community club = new Community("open.").withProgram();
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-1"));
        try (KafkaProducer<byte[], byte[]> job = transactional("a-job")) {
            job.initTransactions();
            job.beginTransaction();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                job.send(new ProducerRecord<>(club.topics.deadLetters(), partition, null, new byte[] {1}))
                        .get();
            }
            assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.FAILED);
            assertThat(err.toString()).contains("not committed yet", "Nothing was sent", "next checkpoint");
            assertThat(club.events()).hasSize(1);
            job.abortTransaction();
        }
        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(club.events()).hasSize(2);
    }

    /** Whoever else takes the one name that may send ends this one; what is left then is sent by the next, and nothing twice. */
    @Test
    void aReplayThatAnotherOneEndedSendsNothingTwice() throws Exception {
        Community club = new Community("two.").withProgram();
        int refused = 20_000;
        for (int i = 0; i < refused; i++) {
            club.refuseSoon(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", i, json("e-" + i));
        }
        producer.flush();

        StringWriter said = new StringWriter();
        CompletableFuture<Integer> first =
                CompletableFuture.supplyAsync(() -> club.execute(new StringWriter(), said, "replay", "--yes"));
        try (Admin admin = kafka.admin();
                KafkaProducer<byte[], byte[]> another = transactional(club.topics.deadLetters() + "-replay")) {
            TopicPartition events = new TopicPartition(club.topics.events(), 0);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> admin.listOffsets(Map.of(events, OffsetSpec.latest()))
                                    .partitionResult(events)
                                    .get()
                                    .offset()
                            > refused);
            another.initTransactions();
        }
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(Rollcall.FAILED);
        // a broker (4.2) that is asked for both at the same moment answers the one that commits with a fault of its
        // own, now and then
        assertThat(said.toString().replaceAll("\\s+", " "))
                .containsAnyOf(
                        "Another 'rollcall dead-letters replay' has begun meanwhile and ended this one, after",
                        "EndTxnResponse: The server experienced an unexpected error");

        assertThat(club.run("replay", "--yes")).as(err.toString()).isEqualTo(Rollcall.DONE);
        Map<String, Long> times =
                club.events().stream().collect(Collectors.groupingBy(event -> event, Collectors.counting()));
        assertThat(times).hasSize(refused);
        assertThat(times.values()).as("once refused, once sent").containsOnly(2L);
    }

    private static KafkaProducer<byte[], byte[]> transactional(String id) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
