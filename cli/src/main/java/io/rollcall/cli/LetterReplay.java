package io.rollcall.cli;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends refused events once more.
 *
 * <p>Each goes to the partition it came from, in the order of that, as it is there: a letter holds only so much of a large one.
 * One on which the engine failed for a member goes to that member alone ({@link Topics#ONLY_MEMBER_HEADER}), since the other one has it,
 * or a letter of their own.
 * The events of a batch and the notes that they were sent are one transaction, and one producer at a time may write
 * it; so no event is sent twice, whatever breaks off and whoever else does the same.
 */
final class LetterReplay {
    private static final int BATCH = 500;

    private static final Comparator<Sending> AS_THEY_CAME = Comparator.comparing(
                    (Sending sending) -> sending.origin().topic())
            .thenComparingInt(sending -> sending.origin().partition())
            .thenComparingLong(sending -> sending.origin().offset())
            .thenComparing(Sending::member, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final KafkaOptions kafka;
    private final LetterTopic topic;
    private final WireFormat<DeadLetter> format = WireFormat.of(DeadLetter.class);
    private int sent;

    LetterReplay(KafkaOptions kafka, LetterTopic topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /**
     * What is sent at most once.
     *
     * @param origin the record
     * @param member to whom alone; null for the whole of it
     */
    private record Sending(
            LetterSelection.Origin origin, @Nullable String member) {}

    /**
     * What was sent.
     *
     * @param events how many
     * @param gone of those that were not, why
     */
    record Sent(int events, List<String> gone) {}

    /**
     * One letter of each event that can be sent once more, and of each member for whom the engine failed on it, in the order
     * in which they came. Of a record that was refused as a whole and for a member the last refusal counts: where the engine failed for a member, the event
     * had a way to the other one, and an earlier letter by which it reached nobody (before a restart) is out of date.
     */
    List<LetterSelection.Found> sendable(LetterSelection selection) {
        String events = kafka.topics().events();
        Map<Sending, LetterSelection.Found> sendable = new TreeMap<>(AS_THEY_CAME);
        Map<LetterSelection.Origin, Long> failedAt = new HashMap<>();
        Map<LetterSelection.Origin, Long> refusedAt = new HashMap<>();
        for (LetterSelection.Found found : selection.open()) {
            if (found.origin() != null && selection.obstacle(found, events) == null) {
                sendable.merge(new Sending(found.origin(), found.member()), found, LetterReplay::later);
                if (found.member() != null) {
                    failedAt.merge(found.origin(), found.refusedAt(), Math::max);
                } else {
                    refusedAt.merge(found.origin(), found.refusedAt(), Math::max);
                }
            }
        }
        sendable.keySet().removeIf(sending -> {
            boolean wasWholeLast = refusedAt.getOrDefault(sending.origin(), Long.MIN_VALUE)
                    > failedAt.getOrDefault(sending.origin(), Long.MIN_VALUE);
            return wasWholeLast != (sending.member() == null);
        });
        return List.copyOf(sendable.values());
    }

    private static LetterSelection.Found later(LetterSelection.Found one, LetterSelection.Found other) {
        return other.refusedAt() > one.refusedAt() ? other : one;
    }

    /** Sends them. */
    Sent send(List<LetterSelection.Found> letters, PrintWriter err) {
        List<String> gone = new ArrayList<>();
        try (RecordReader records = new RecordReader(topic.consumer());
                KafkaProducer<byte[], byte[]> producer = producer();
                Progress progress = Progress.of("Sending", letters.size(), err)) {
            producer.initTransactions();
            int partitions = producer.partitionsFor(kafka.topics().events()).size();
            // what another such command has sent since we looked
            SentOnceMore already = topic.sent();
            List<LetterSelection.Found> open = letters.stream()
                    .filter(letter -> !already.has(letter.origin(), letter.member()))
                    .toList();
            for (int from = 0; from < open.size(); from += BATCH) {
                List<LetterSelection.Found> batch = open.subList(from, Math.min(open.size(), from + BATCH));
                sent += inOneTransaction(producer, () -> send(batch, partitions, records, producer, gone));
                progress.done(from + batch.size());
            }
        } catch (KafkaException | ExecutionException e) {
            throw isFenced(e)
                    ? Failure.failed(
                            "Another 'rollcall dead-letters replay' has begun meanwhile and ended this one, after "
                                    + soFar() + ". See what is left: rollcall dead-letters list.")
                    : kafka.unreachable(new KafkaException(
                            (e.getCause() == null ? e : e.getCause()).getMessage() + "; " + soFar() + " sent", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted after " + soFar() + ".", e);
        }
        return new Sent(sent, gone);
    }

    private String soFar() {
        return "%,d event%s".formatted(sent, sent == 1 ? "" : "s");
    }

    private static boolean isFenced(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            // which of them depends on what was under way at that moment
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof InvalidTxnStateException) {
                return true;
            }
        }
        return false;
    }

    @FunctionalInterface
    private interface Batch {
        int send() throws ExecutionException, InterruptedException;
    }

    private static int inOneTransaction(KafkaProducer<byte[], byte[]> producer, Batch batch)
            throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        try {
            int inBatch = batch.send();
            producer.commitTransaction();
            return inBatch;
        } catch (KafkaException | ExecutionException | InterruptedException e) {
            if (!isFenced(e)) {
                // left open it would hold up whoever reads events, until the broker gives it up
                producer.abortTransaction();
            }
            throw e;
        }
    }

    private int send(
            List<LetterSelection.Found> batch,
            int partitions,
            RecordReader records,
            KafkaProducer<byte[], byte[]> producer,
            List<String> gone)
            throws ExecutionException, InterruptedException {
        Map<LetterSelection.Found, Future<RecordMetadata>> underWay = new LinkedHashMap<>();
        for (LetterSelection.Found found : batch) {
            ProducerRecord<byte[], byte[]> event = event(found, partitions, records);
            if (event == null) {
                gone.add("Not sent: the event of letter " + found.name()
                        + ", of which the letter holds only a part, is gone from "
                        + requireNonNull(found.origin()).text() + ".");
            } else {
                address(event, found.member());
                underWay.put(found, producer.send(event));
            }
        }
        producer.flush();
        for (Map.Entry<LetterSelection.Found, Future<RecordMetadata>> each : underWay.entrySet()) {
            producer.send(note(each.getKey(), each.getValue().get()));
        }
        return underWay.size();
    }

    /** The event as it came, from where it came; or as its letter has it, if it is gone there. */
    private @Nullable ProducerRecord<byte[], byte[]> event(
            LetterSelection.Found found, int partitions, RecordReader records) {
        LetterSelection.Origin origin = requireNonNull(found.origin());
        Integer partition = origin.partition() < partitions ? origin.partition() : null;
        ConsumerRecord<byte[], byte[]> whole = records.at(origin.topic(), origin.partition(), origin.offset());
        if (whole != null && whole.value() != null) {
            return new ProducerRecord<>(origin.topic(), partition, null, whole.key(), whole.value(), whole.headers());
        }
        ConsumerRecord<byte[], byte[]> record =
                records.at(kafka.topics().deadLetters(), found.partition(), found.offset());
        DeadLetter letter = record == null ? null : topic.decoded(record);
        return letter == null || DeadLetters.isCut(letter)
                ? null
                : new ProducerRecord<>(origin.topic(), partition, bytes(letter.getKey()), bytes(letter.getPayload()));
    }

    /** Names the one member whom the event is for; one that was for a member alone before stays so. */
    private static void address(ProducerRecord<byte[], byte[]> event, @Nullable String member) {
        if (member != null) {
            event.headers()
                    .remove(Topics.ONLY_MEMBER_HEADER)
                    .add(Topics.ONLY_MEMBER_HEADER, member.getBytes(StandardCharsets.UTF_8));
        }
    }

    private ProducerRecord<byte[], byte[]> note(LetterSelection.Found found, RecordMetadata sentTo) {
        LetterSelection.Origin origin = requireNonNull(found.origin());
        String member = found.member();
        DeadLetter note = new DeadLetter(
                "refused as " + found.code() + " (letter " + found.name() + "), sent once more"
                        + (member == null ? "" : " for '" + member + "' alone") + ", to " + sentTo.topic()
                        + " " + sentTo.partition() + "/" + sentTo.offset(),
                StoredLetter.REPLAYED,
                "rollcall dead-letters",
                origin.topic(),
                origin.partition(),
                origin.offset(),
                Instant.ofEpochMilli(System.currentTimeMillis()),
                member == null ? null : ByteBuffer.wrap(member.getBytes(StandardCharsets.UTF_8)),
                null);
        try {
            return new ProducerRecord<>(kafka.topics().deadLetters(), format.encode(note));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        return buffer == null ? null : PayloadText.bytes(buffer);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = kafka.producer();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        // a command that is killed holds up the readers of events for so long
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "30000");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, kafka.topics().deadLetters() + "-replay");
        try {
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw kafka.noClient(e);
        }
    }
}
