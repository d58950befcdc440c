package io.rollcall.jobs;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.EventTime;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.event.ReachedSerializer;
import io.rollcall.jobs.event.Received;
import io.rollcall.jobs.event.Routing;
import io.rollcall.jobs.event.WallClock;
import io.rollcall.jobs.heartbeat.Heartbeats;
import io.rollcall.jobs.journey.MemberJourneyOperator;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.out.TopicRecordSerializer;
import io.rollcall.jobs.out.TopicSinks;
import io.rollcall.jobs.program.KafkaProgramBootstrap;
import io.rollcall.jobs.program.ProgramDeserializer;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.jobs.program.ProgramMessageSerializer;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;

/**
 * The job {@code member-journey}: events and programs in; outcomes, member snapshots and dead letters out.
 *
 * <pre>
 * events ──► routing ──(actor, recipient)──► member ──► outcome topics, members
 *               └──► dead letters ◄──────────┘ ▲
 * programs ──(to every subtask)────────────────┘
 * </pre>
 *
 * <p>Beside that it writes heartbeats behind the events, from which it learns that time passes where nothing happens.
 */
public final class MemberJourneyJob {
    /** Its name on the cluster. */
    public static final String NAME = "member-journey";

    /** Milliseconds. */
    private static final long PROGRAMS_BUFFER_TIMEOUT = 100;

    private MemberJourneyJob() {}

    /** Submits the job; {@code --help} prints the reference of the configuration instead. */
    public static void main(String[] args) throws Exception {
        Submission.submit(NAME, args, MemberJourneyJob::build);
    }

    /** Adds the job to an environment, and sets that up. */
    public static void build(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        JobDefaults.apply(environment, configuration, NAME);

        SingleOutputStreamOperator<Received> events = environment
                .fromSource(
                        EventsSource.create(configuration),
                        EventTime.strategy(configuration, WallClock.SYSTEM),
                        "events")
                .uid("events");
        SingleOutputStreamOperator<Reached> reached = events.process(new Routing())
                .returns(ReachedSerializer.TYPE)
                .name("routing")
                .uid("routing");
        SingleOutputStreamOperator<ProgramMessage> programs = environment
                .fromSource(programs(configuration), WatermarkStrategy.noWatermarks(), "programs")
                .uid("programs")
                .setParallelism(1)
                .map(new Heartbeats(configuration, WallClock.SYSTEM))
                .returns(ProgramMessageSerializer.TYPE)
                .name("heartbeat")
                .uid("heartbeat")
                // a program may take a tenth of a second, and nobody has to look a thousand times a second whether
                // there is one
                .setBufferTimeout(PROGRAMS_BUFFER_TIMEOUT)
                .setParallelism(1);

        SingleOutputStreamOperator<TopicRecord> journeys = journeys(environment, configuration, reached, programs);
        journeys.sinkTo(TopicSinks.create(configuration, transactions(configuration, "outcomes")))
                .name("outcomes")
                .uid("outcomes");
        reached.getSideOutput(Routing.DEAD_LETTERS)
                .union(journeys.getSideOutput(MemberJourneyOperator.DEAD_LETTERS))
                .sinkTo(TopicSinks.create(configuration, transactions(configuration, "dead-letters")))
                .name("dead letters")
                .uid("dead-letters");
    }

    private static SingleOutputStreamOperator<TopicRecord> journeys(
            StreamExecutionEnvironment environment,
            JobConfiguration configuration,
            DataStream<Reached> reached,
            DataStream<ProgramMessage> programs) {
        // a transformation of our own, because the operator is one: the public API would put a process function around
        // it
        TwoInputTransformation<Reached, ProgramMessage, TopicRecord> members = new TwoInputTransformation<>(
                reached.keyBy(Reached::key, Types.STRING).getTransformation(),
                programs.broadcast().getTransformation(),
                "member",
                new MemberJourneyOperator(configuration, new KafkaProgramBootstrap(configuration)),
                TopicRecordSerializer.TYPE,
                environment.getParallelism());
        members.setStateKeySelectors(Reached::key, null);
        members.setStateKeyType(Types.STRING);
        members.setUid("member");
        environment.addOperator(members);
        return new MemberStream(environment, members);
    }

    private static KafkaSource<ProgramMessage> programs(JobConfiguration configuration) {
        return KafkaSource.<ProgramMessage>builder()
                .setProperties(configuration.kafkaProperties())
                .setGroupId(configuration.get(JobOptions.JOURNEY_GROUP_ID) + "-programs")
                .setClientIdPrefix(configuration.get(JobOptions.JOURNEY_GROUP_ID) + "-programs")
                .setKafkaSubscriber(
                        new KnownPartitions(List.of(configuration.topics().programs())))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new ProgramDeserializer())
                .build();
    }

    private static String transactions(JobConfiguration configuration, String sink) {
        return configuration.get(JobOptions.JOURNEY_GROUP_ID) + "-" + sink;
    }

    /** The stream of the transformation; Flink's own constructor is for its own and for such as this. */
    private static final class MemberStream extends SingleOutputStreamOperator<TopicRecord> {
        MemberStream(
                StreamExecutionEnvironment environment,
                TwoInputTransformation<Reached, ProgramMessage, TopicRecord> members) {
            super(environment, members);
        }
    }
}
