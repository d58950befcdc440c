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
 * What no job that keeps its members in RocksDB gets below: for each delivery it reads a blob, the bytes of that member in
 * {@code member-journey}, changes one byte, and writes it back; of fifty deliveries one has an outcome. No timers, no
 * snapshots, no program.
 */
final class FloorPeer implements FlinkPeer {
    private static final ValueStateDescriptor<byte[]> BLOB =
            new ValueStateDescriptor<>("blob", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    @Override
    public void addJob(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        SharedEnds.addJob(
                environment, configuration, new Members(configuration.topics().points()));
    }

    @Override
    public void addSeeding(KeyedStream<Long, String> numbers, Path population) {
        numbers.process(new Seeding(population.toString()))
                .returns(Types.LONG)
                .name(MEMBER)
                .uid(MEMBER);
    }

    private static final class Members extends KeyedProcessFunction<String, Reached, TopicRecord> {
        private static final long serialVersionUID = 1;

        private final String topic;
        private transient ValueState<byte[]> blob;
        private transient long deliveries;

        @SuppressWarnings("NullAway.Init") // what is transient is set when the operator starts
        Members(String topic) {
            this.topic = topic;
        }

        @Override
        public void open(OpenContext context) {
            blob = getRuntimeContext().getState(BLOB);
        }

        @Override
        public void processElement(Reached reached, Context context, Collector<TopicRecord> out) throws Exception {
            byte[] bytes = blob.value();
            bytes[0]++;
            blob.update(bytes);
            if (++deliveries % SharedEnds.OUTCOME_EVERY == 0) {
                out.collect(SharedEnds.outcome(
                        topic, context.getCurrentKey(), reached.event().id()));
            }
        }
    }

    private static final class Seeding extends KeyedProcessFunction<String, Long, Long> {
        private static final long serialVersionUID = 1;

        private final String file;
        private transient Population population;
        private transient ValueState<byte[]> blob;

        @SuppressWarnings("NullAway.Init") // what is transient is set when the operator starts
        Seeding(String file) {
            this.file = file;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            population = Population.read(Path.of(file));
            blob = getRuntimeContext().getState(BLOB);
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
            blob.update(population.kept(number).bytes());
        }
    }
}
