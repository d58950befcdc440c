package io.rollcall.bench.peer;

import io.rollcall.bench.community.Population;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.TopicRecord;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * What a plain job that keeps its members in RocksDB does at least: for each delivery it reads a blob, the bytes of that
 * member in {@code member-journey}, changes one byte, and writes it back; of fifty deliveries one has an outcome. No snapshots,
 * no program, nothing kept in memory.
 *
 * <p>Its members may have a clock: then each has one timer, for which it does the same and sets the next one; of seven timers
 * one has an outcome.
 */
final class FloorPeer implements FlinkPeer {
    private static final ValueStateDescriptor<byte[]> BLOB =
            new ValueStateDescriptor<>("blob", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    /** What a member has who is new. */
    private static final int NEW_BYTES = 60;

    /** No midnight that is measured: of one that comes a day after another one, none comes again. */
    private static final long NEXT_TIMER_MILLIS = 2 * 86_400_000L;

    private static final int CLOCK_OUTCOME_EVERY = 7;

    private final boolean clock;

    /**
     * A floor.
     *
     * @param clock whether its members have timers
     */
    FloorPeer(boolean clock) {
        this.clock = clock;
    }

    @Override
    public void addJob(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        SharedEnds.addJob(
                environment, configuration, new Members(configuration.topics().points(), clock));
    }

    @Override
    public void addSeeding(KeyedStream<Long, String> numbers, Path population) {
        numbers.process(new Seeding(population.toString(), clock))
                .returns(Types.LONG)
                .name(MEMBER)
                .uid(MEMBER);
    }

    private static final class Members extends KeyedProcessFunction<String, Reached, TopicRecord> {
        private static final long serialVersionUID = 1;

        private final String topic;
        private final boolean clock;
        private transient ValueState<byte[]> blob;
        private transient long deliveries;
        private transient long timers;

        @SuppressWarnings("NullAway.Init") // what is transient is set when the operator starts
        Members(String topic, boolean clock) {
            this.topic = topic;
            this.clock = clock;
        }

        @Override
        public void open(OpenContext context) {
            blob = getRuntimeContext().getState(BLOB);
        }

        @Override
        public void processElement(Reached reached, Context context, Collector<TopicRecord> out) throws Exception {
            byte[] bytes = blob.value();
            if (bytes == null) {
                bytes = new byte[NEW_BYTES];
                if (clock) {
                    context.timerService()
                            .registerEventTimeTimer(reached.event().at() + NEXT_TIMER_MILLIS);
                }
            }
            bytes[0]++;
            blob.update(bytes);
            if (++deliveries % SharedEnds.OUTCOME_EVERY == 0) {
                out.collect(SharedEnds.outcome(
                        topic, context.getCurrentKey(), reached.event().id()));
            }
        }

        @Override
        public void onTimer(long at, OnTimerContext context, Collector<TopicRecord> out) throws Exception {
            byte[] bytes = blob.value();
            bytes[0]++;
            blob.update(bytes);
            context.timerService().registerEventTimeTimer(at + NEXT_TIMER_MILLIS);
            if (++timers % CLOCK_OUTCOME_EVERY == 0) {
                out.collect(SharedEnds.outcome(topic, context.getCurrentKey(), ""));
            }
        }
    }

    private static final class Seeding extends KeyedProcessFunction<String, Long, Long> {
        private static final long serialVersionUID = 1;

        private final String file;
        private final boolean clock;
        private transient Population population;
        private transient ValueState<byte[]> blob;

        @SuppressWarnings("NullAway.Init") // what is transient is set when the operator starts
        Seeding(String file, boolean clock) {
            this.file = file;
            this.clock = clock;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            population = Population.read(Path.of(file));
            blob = getRuntimeContext().getState(BLOB);
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
            Population.Kept kept = population.kept(number);
            blob.update(kept.bytes());
            if (clock) {
                context.timerService().registerEventTimeTimer(kept.next());
            }
        }
    }
}
