package io.rollcall.cli;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends refused events once more.
 *
 * <p>Each goes to the partition it came from, whole: where the letter holds only its beginning it is read from its origin.
 * The events of a batch and the notes that they were sent are one transaction, and one producer at a time may write
 * it; so no letter is sent twice, whatever breaks off and whoever else does the same.
 */
final class LetterReplay {
    private static final int BATCH = 500;
    private static final Duration FETCH = Duration.ofSeconds(10);

    private final KafkaOptions kafka;
    private final LetterTopic topic;
    private final WireFormat<DeadLetter> format = WireFormat.of(DeadLetter.class);

    LetterReplay(KafkaOptions kafka, LetterTopic topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /**
     * What was sent.
     *
     * @param events how many
     * @param gone of those that were not, why
     */
    record Sent(int events, List<String> gone) {}

    /** Why a letter cannot be sent once more; null if it can. */
    @Nullable
    String obstacle(StoredLetter stored, LetterFilter filter) {
        DeadLetter letter = stored.letter();
        String code = letter.getCode();
        if (code.equals(DeadLetterCode.INVALID_PROGRAM.text())) {
            return "a program; publish a right one in its place";
        }
        if (code.equals(DeadLetterCode.REJECTED_DOCUMENT.text())) {
            return "a document, which comes from a topic of outcomes or members; it is still there";
        }
        if (!kafka.topics().events().equals(letter.getTopic())) {
            return letter.getTopic() == null ? "it is no record of a topic" : "it is none of the topic of events";
        }
        if (letter.getPayload() == null) {
            return "a record without a value; it is no event";
        }
        if (code.equals(DeadLetterCode.EVALUATION_FAILED.text()) && !filter.names(stored)) {
            return "the engine failed on it for one of its members, another may have it already;"
                    + " sent if you give --code " + code + " or its name";
        }
        return null;
    }

    /** Sends them, in their order. */
    Sent send(List<StoredLetter> letters, PrintWriter err) {
        List<String> gone = new ArrayList<>();
        int sent = 0;
        try (KafkaConsumer<byte[], byte[]> origins = topic.consumer();
                KafkaProducer<byte[], byte[]> producer = producer();
                Progress progress = Progress.of("Sending", letters.size(), err)) {
            producer.initTransactions();
            int partitions = producer.partitionsFor(kafka.topics().events()).size();
            // what another such command has sent since we looked
            LetterTopic.Replayed already = new LetterTopic.Replayed();
            new LetterTopic(kafka).read(already::learn);
            for (int from = 0; from < letters.size(); from += BATCH) {
                List<StoredLetter> batch = letters.subList(from, Math.min(letters.size(), from + BATCH));
                producer.beginTransaction();
                sent += send(batch, already, partitions, origins, producer, gone);
                producer.commitTransaction();
                progress.done(from + batch.size());
            }
        } catch (ProducerFencedException e) {
            throw Failure.failed("Another 'rollcall dead-letters replay' has begun meanwhile, and ended this one after "
                    + sent + " events. See what is left: rollcall dead-letters list.");
        } catch (KafkaException | ExecutionException e) {
            throw kafka.unreachable(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted after " + sent + " events.", e);
        }
        return new Sent(sent, gone);
    }

    private int send(
            List<StoredLetter> batch,
            LetterTopic.Replayed already,
            int partitions,
            KafkaConsumer<byte[], byte[]> origins,
            KafkaProducer<byte[], byte[]> producer,
            List<String> gone)
            throws ExecutionException, InterruptedException {
        Map<StoredLetter, Future<RecordMetadata>> underWay = new HashMap<>();
        for (StoredLetter stored : batch) {
            if (already.contains(stored)) {
                continue;
            }
            DeadLetter letter = stored.letter();
            byte[] value = DeadLetters.isCut(letter) ? whole(letter, origins) : bytes(letter.getPayload());
            if (value == null) {
                gone.add("Not sent: " + stored.name() + ", of which the letter holds only the beginning, is gone from "
                        + letter.getTopic() + " " + letter.getPartition() + "/" + letter.getOffset() + ".");
                continue;
            }
            Integer partition = letter.getPartition();
            underWay.put(
                    stored,
                    producer.send(new ProducerRecord<>(
                            requireNonNull(letter.getTopic()),
                            partition == null || partition >= partitions ? null : partition,
                            bytes(letter.getKey()),
                            value)));
        }
        producer.flush();
        for (Map.Entry<StoredLetter, Future<RecordMetadata>> each : underWay.entrySet()) {
            producer.send(note(each.getKey(), each.getValue().get()));
        }
        return underWay.size();
    }

    private ProducerRecord<byte[], byte[]> note(StoredLetter stored, RecordMetadata sent) {
        DeadLetter note = new DeadLetter(
                "the letter " + stored.name() + " (" + stored.letter().getCode() + ") was sent once more, to "
                        + sent.topic() + " " + sent.partition() + "/" + sent.offset(),
                StoredLetter.REPLAYED,
                "rollcall dead-letters",
                kafka.topics().deadLetters(),
                stored.partition(),
                stored.offset(),
                Instant.ofEpochMilli(System.currentTimeMillis()),
                null,
                null);
        try {
            return new ProducerRecord<>(kafka.topics().deadLetters(), format.encode(note));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The record of which a letter holds only the beginning; null if it is gone. */
    private byte @Nullable [] whole(DeadLetter letter, KafkaConsumer<byte[], byte[]> origins) {
        Integer partition = letter.getPartition();
        Long offset = letter.getOffset();
        if (partition == null || offset == null) {
            return null;
        }
        TopicPartition origin = new TopicPartition(requireNonNull(letter.getTopic()), partition);
        List<TopicPartition> one = List.of(origin);
        if (origins.beginningOffsets(one).getOrDefault(origin, 0L) > offset
                || origins.endOffsets(one).getOrDefault(origin, 0L) <= offset) {
            return null;
        }
        origins.assign(one);
        origins.seek(origin, offset);
        long deadline = System.nanoTime() + FETCH.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : origins.poll(Duration.ofMillis(200))) {
                return record.offset() == offset ? record.value() : null;
            }
        }
        return null;
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        return buffer == null ? null : PayloadText.bytes(buffer);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = kafka.producer();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, kafka.topics().deadLetters() + "-replay");
        try {
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw kafka.noClient(e);
        }
    }
}
