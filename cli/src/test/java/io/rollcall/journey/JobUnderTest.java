package io.rollcall.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.FlinkJob;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.event.Event;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The job itself between the topics of a real broker, on a cluster of four slots, with RocksDB.
 *
 * <p>Events go into one of four partitions, so that the order in which the job reads them is the one that the test says;
 * the others promise at once that they have nothing to say before the end, or have a few that wait ({@link Run#sendAhead}).
 * Or they go into all ({@link Run#spread}), and the job reads them in whatever order it comes to. While a test waits for what
 * the job commits, each partition is told a time long past again and again, which says nothing ({@link Run#alone}).
 *
 * <p>What is committed was read before a checkpoint that is complete, and before one every outcome that it caused is sent.
 * Snapshots that are still owed go over a stop in the savepoint; at the end the job is drained and sends them all. So
 * nothing here waits for a time.
 */
final class JobUnderTest implements AutoCloseable {
    /** A history of 180,000 events takes a minute where nothing else runs. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final int PARTITIONS = 4;

    /** Each look asks the broker, which has the same two cores. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final Duration SOON = Duration.ofMillis(50);

    /** A time that was over before any history. */
    private static final long LONG_AGO = 0;

    private final EmbeddedKafka kafka;
    private final EmbeddedFlink flink;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final WireFormat<MemberEvent> format = WireFormat.of(MemberEvent.class);
    private int histories;

    JobUnderTest(Path directory) {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        flink = EmbeddedFlink.in(directory.resolve("flink")).slots(PARTITIONS).start();
        admin = kafka.admin();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A history that is not begun yet. */
    Run run(Map<String, String> options) {
        return new Run(options);
    }

    /** One history on its way through the job. */
    final class Run {
        private final Topics topics = new Topics("h" + histories++ + ".");
        private final Map<String, String> options;
        private String savepoint = "";
        private boolean isSpread;
        private boolean isAlone;

        private Run(Map<String, String> options) {
            this.options = options;
            TopicSetup.create(admin, topics, PARTITIONS, 1);
        }

        /**
         * Publishes a program; the first one has version 0, the second 1.
         *
         * @param key its community, or COMMUNITY/NAME for a trial of that name
         */
        void publish(String key, String program) throws Exception {
            producer.send(new ProducerRecord<>(topics.programs(), key.getBytes(UTF_8), program.getBytes(UTF_8)))
                    .get();
        }

        /** Sends an event. */
        void send(Event event) throws IOException {
            send(format.encode(EventRecords.record(event)));
        }

        /** Sends what may be an event. */
        void send(byte[] value) {
            send(0, value);
        }

        private void send(int partition, byte[] value) {
            producer.send(new ProducerRecord<>(topics.events(), partition, null, value));
        }

        /** Sends events into the second partition, where they wait until the clock of the first one has come near. */
        void sendAhead(List<Event> events) throws IOException {
            for (Event event : events) {
                send(1, format.encode(EventRecords.record(event)));
            }
        }

        /** Has as many records in a partition as another history has there, which say nothing. */
        void fill(int partition, int records) {
            for (int i = 0; i < records; i++) {
                tellTime(partition, LONG_AGO);
            }
        }

        /** Sends events into all partitions; each of them stays in order, and the order between them is lost. */
        void spread(List<Event> events) throws IOException {
            isSpread = true;
            for (Event event : events) {
                send(Math.floorMod(event.id().hashCode(), PARTITIONS), format.encode(EventRecords.record(event)));
            }
        }

        /** Promises that the history has no earlier events from here on. */
        void tellTime(long instant) {
            tellTime(0, instant);
        }

        private void tellTime(int partition, long instant) {
            ProducerRecord<byte[], byte[]> clock = new ProducerRecord<>(topics.events(), partition, null, null);
            clock.headers().add(Topics.CLOCK_HEADER, Long.toString(instant).getBytes(UTF_8));
            producer.send(clock);
        }

        /** Promises that nothing comes by the other partitions before the end. */
        void promise(long until) {
            for (int partition = 1; partition < PARTITIONS; partition++) {
                tellTime(partition, until);
            }
        }

        /** Has the job start from a savepoint that another one left, which read as much as this one was sent. */
        void from(Path directory) {
            savepoint = directory.toUri().toString();
        }

        /** Has nothing in the topics but what the test sends, so that a savepoint's offsets tell of that. It takes longer. */
        void alone() {
            isAlone = true;
        }

        /** Where the last savepoint is. */
        Path savepoint() {
            return Path.of(URI.create(savepoint));
        }

        /** Starts the job, from its last savepoint if it has one; has it read all that was sent; and stops it. */
        void through(int parallelism, long until) throws Exception {
            stop(started(parallelism, until, LOOK, allCommitted()));
        }

        /** The same, but stops it as soon as something is the case, whatever it is about then. */
        void through(int parallelism, long until, Callable<Boolean> isEnough) throws Exception {
            stop(started(parallelism, until, SOON, isEnough));
        }

        private void stop(FlinkJob job) throws Exception {
            savepoint = job.stop();
            requireFinished(job);
        }

        /** The same for the last time: the job says all that it has to say. */
        void toEnd(int parallelism, long until) throws Exception {
            FlinkJob job = started(parallelism, until, LOOK, allCommitted());
            savepoint = job.drain();
            requireFinished(job);
        }

        /**
         * Whether all that was sent until the first look is committed. The connector reads for ten seconds where nothing
         * comes, and commits what it has read then; so something comes, which says nothing.
         */
        private Callable<Boolean> allCommitted() {
            Map<TopicPartition, Long> sent = new HashMap<>();
            return () -> {
                if (sent.isEmpty()) {
                    ends(topics.events()).forEach((partition, end) -> sent.put(partition, end.offset()));
                }
                for (int partition = 0; partition < PARTITIONS && !isAlone; partition++) {
                    tellTime(partition, LONG_AGO);
                }
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(
                                topics.prefix() + "journey")
                        .partitionsToOffsetAndMetadata()
                        .get();
                return sent.entrySet().stream().allMatch(end -> {
                    OffsetAndMetadata own = committed.get(end.getKey());
                    return own != null && own.offset() >= end.getValue();
                });
            };
        }

        private FlinkJob started(int parallelism, long until, Duration look, Callable<Boolean> isEnough)
                throws Exception {
            if (!isSpread) {
                // a job that starts knows nothing of what was promised before
                promise(until);
            }
            producer.flush();
            Map<String, String> values = new HashMap<>(Map.of(
                    "kafka.bootstrap-servers",
                    kafka.bootstrapServers(),
                    "topics.prefix",
                    topics.prefix(),
                    "member-journey.group-id",
                    topics.prefix() + "journey",
                    "checkpoint.interval",
                    "2s",
                    "event-time.heartbeat",
                    "0s",
                    "event-time.idle-timeout",
                    "0s",
                    "parallelism",
                    Integer.toString(parallelism)));
            values.putAll(options);
            StreamExecutionEnvironment environment = flink.environment();
            MemberJourneyJob.build(environment, JobConfiguration.of(values));
            FlinkJob job = savepoint.isEmpty() ? flink.submit(environment) : flink.submit(environment, savepoint);
            try {
                await().atMost(LONG).pollInterval(look).until(() -> {
                    if (job.failure().isPresent() || job.status() == JobStatus.FAILED) {
                        throw new AssertionError("the job failed", job.failure().orElse(null));
                    }
                    return isEnough.call();
                });
            } catch (AssertionError | ConditionTimeoutException e) {
                // its slots are the next history's
                job.cancel();
                throw e;
            }
            return job;
        }

        /** A savepoint alone does not say that the job ended in order: after it a task can still fail, and the job starts again. */
        private static void requireFinished(FlinkJob job) {
            if (job.failure().isPresent() || job.status() != JobStatus.FINISHED) {
                throw new AssertionError(
                        "the job did not finish but is " + job.status(),
                        job.failure().orElse(null));
            }
        }

        /** How many alerts were sent, be they committed or not; the broker's marks of transactions count, too. */
        long alertsSent() throws Exception {
            return ends(topics.alerts()).values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        }

        private Map<TopicPartition, ListOffsetsResultInfo> ends(String topic) throws Exception {
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                partitions.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
            return admin.listOffsets(partitions).all().get();
        }

        /** All that came out so far. */
        Answers answers() throws IOException {
            Answers answers = Answers.none();
            for (String topic : Answers.types(topics).keySet()) {
                for (TopicRecord message : read(topic)) {
                    answers.take(topics, message);
                }
            }
            for (TopicRecord message : read(topics.members())) {
                answers.take(topics, message);
            }
            return answers;
        }

        List<DeadLetter> deadLetters() throws IOException {
            return committed(topics.deadLetters(), DeadLetter.class);
        }

        /** Those that are committed, each as often as it is there. */
        List<AlertChange> alerts() throws IOException {
            return committed(topics.alerts(), AlertChange.class);
        }

        private <T extends SpecificRecordBase> List<T> committed(String topic, Class<T> type) throws IOException {
            try (CommittedRecords committed = new CommittedRecords(kafka.bootstrapServers())) {
                return committed.read(topic, type);
            }
        }

        private List<TopicRecord> read(String topic) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            kafka.bootstrapServers(),
                            "auto.offset.reset",
                            "earliest",
                            // of a stopped job exactly once, what it said behind its savepoint is not
                            "isolation.level",
                            "read_committed"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
                consumer.assign(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                List<TopicRecord> messages = new ArrayList<>();
                while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                        messages.add(new TopicRecord(topic, record.key(), record.value()));
                    }
                }
                return messages;
            }
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        flink.close();
        kafka.close();
    }
}
