package io.rollcall.bench.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.jobs.JobDefaults;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.EventDeserializer;
import io.rollcall.jobs.event.EventTime;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.event.ReachedSerializer;
import io.rollcall.jobs.event.Received;
import io.rollcall.jobs.event.Routing;
import io.rollcall.jobs.event.WallClock;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.out.TopicRecordSerializer;
import io.rollcall.jobs.out.TopicSinks;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/**
 * What the other Flink jobs have in common with {@code member-journey}: its defaults, its source with its decoding and
 * watermarks, its routing to actor and recipient, and its sink.
 */
final class SharedEnds {
    /** Of so many deliveries one has an outcome, about as many as the program of the real job gives. */
    static final int OUTCOME_EVERY = 50;

    /** About as long as the record of an outcome. */
    private static final int OUTCOME_BYTES = 150;

    private SharedEnds() {}

    /** Adds a job with an operator of its own in the middle. */
    static void addJob(
            StreamExecutionEnvironment environment,
            JobConfiguration configuration,
            KeyedProcessFunction<String, Reached, TopicRecord> members) {
        JobDefaults.apply(environment, configuration, members.getClass().getSimpleName());
        KafkaSource<Received> source = KafkaSource.<Received>builder()
                .setProperties(configuration.kafkaProperties())
                .setGroupId(configuration.get(JobOptions.JOURNEY_GROUP_ID))
                .setTopics(configuration.topics().events())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new EventDeserializer(configuration, WallClock.SYSTEM))
                .build();
        environment
                .fromSource(source, EventTime.strategy(configuration, WallClock.SYSTEM), "events")
                .uid("events")
                .process(new Routing())
                .returns(ReachedSerializer.TYPE)
                .uid("routing")
                .keyBy(Reached::key, Types.STRING)
                .process(members)
                .returns(TopicRecordSerializer.TYPE)
                .name(FlinkPeer.MEMBER)
                .uid(FlinkPeer.MEMBER)
                .sinkTo(TopicSinks.create(configuration, "bench"))
                .uid("outcomes");
    }

    /** A record of an outcome's size, which begins with the id of the event that caused it, or with a zero if the clock did. */
    static TopicRecord outcome(String topic, String key, String event) {
        return new TopicRecord(topic, key.getBytes(UTF_8), Arrays.copyOf(event.getBytes(ISO_8859_1), OUTCOME_BYTES));
    }
}
