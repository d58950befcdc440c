package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlinkIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void state_in_rocksdb_goes_from_job_to_job_and_from_cluster_to_cluster(@TempDir Path directory) {
        String savepoint;
        String checkpoint;
        try (EmbeddedFlink flink = EmbeddedFlink.in(directory).start()) {
            FlinkJob first = flink.submit(counting(flink, false));
            awaitRunning(first);
            first.checkpoint();
            assertThat(first.failure()).isEmpty();
            assertThat(first.lastCheckpoint())
                    .hasValueSatisfying(path -> assertThat(path).contains(first.id()));
            savepoint = first.stop();
            assertThat(first.status()).isEqualTo(JobStatus.FINISHED);

            FlinkJob second = flink.submit(counting(flink, true), savepoint);
            assertThat(second.awaitEnd(SOON)).isEqualTo(JobStatus.FAILED);
            assertThat(second.failure())
                    .hasValueSatisfying(failure -> assertThat(failure).hasStackTraceContaining("found a count of "));

            FlinkJob third = flink.submit(counting(flink, false), savepoint);
            awaitRunning(third);
            third.checkpoint();
            checkpoint = third.lastCheckpoint().orElseThrow();
            // and the cluster ends under it
        }
        try (EmbeddedFlink flink = EmbeddedFlink.in(directory).start()) {
            FlinkJob fourth = flink.submit(counting(flink, true), checkpoint);
            assertThat(fourth.awaitEnd(SOON)).isEqualTo(JobStatus.FAILED);
            assertThat(fourth.failure())
                    .hasValueSatisfying(failure -> assertThat(failure).hasStackTraceContaining("found a count of "));
        }
    }

    @Test
    void a_job_survives_the_loss_of_its_task_manager_and_can_be_cancelled(@TempDir Path directory) {
        try (EmbeddedFlink flink = EmbeddedFlink.in(directory).start()) {
            StreamExecutionEnvironment job = counting(flink, false);
            Configuration restart = new Configuration();
            restart.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
            restart.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
            restart.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
            job.configure(restart);
            FlinkJob running = flink.submit(job);
            awaitRunning(running);

            flink.replaceTaskManager();

            Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(running.failure())
                    .isPresent());
            awaitRunning(running);
            running.checkpoint();
            running.cancel();
            assertThat(running.status()).isEqualTo(JobStatus.CANCELED);
        }
    }

    @Test
    void a_savepoint_that_is_not_there_is_named(@TempDir Path directory) {
        try (EmbeddedFlink flink = EmbeddedFlink.in(directory).start()) {
            FlinkJob job = flink.submit(counting(flink, false), "file:/no/such/savepoint");

            assertThat(job.awaitEnd(SOON)).isEqualTo(JobStatus.FAILED);
            assertThat(job.failure())
                    .hasValueSatisfying(failure -> assertThat(failure).hasStackTraceContaining("/no/such/savepoint"));
        }
    }

    @Test
    void a_port_in_use_is_named(@TempDir Path directory) throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));

            assertThatThrownBy(() -> EmbeddedFlink.in(directory)
                            .port(taken.getLocalPort())
                            .start())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(
                            "Flink cannot start: port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    private static void awaitRunning(FlinkJob job) {
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(job.status())
                .isEqualTo(JobStatus.RUNNING));
        // running is said before every task is; a checkpoint needs them all
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> {
            job.checkpoint();
            return true;
        });
    }

    private static StreamExecutionEnvironment counting(EmbeddedFlink flink, boolean refusesOldCounts) {
        StreamExecutionEnvironment environment = flink.environment();
        Configuration once = new Configuration();
        once.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        environment.configure(once);
        environment.setParallelism(1);
        environment
                .fromSequence(0, Long.MAX_VALUE)
                .uid("numbers")
                .keyBy(number -> number % 10, Types.LONG)
                .process(new Count(refusesOldCounts))
                .uid("count")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");
        return environment;
    }

    private static final class Count extends KeyedProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1;

        private final boolean refusesOldCounts;
        private boolean looked;

        @SuppressWarnings("NullAway.Init")
        private transient ValueState<Long> count;

        Count(boolean refusesOldCounts) {
            this.refusesOldCounts = refusesOldCounts;
        }

        @Override
        public void open(OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
            Long before = count.value();
            if (refusesOldCounts && !looked && before != null) {
                throw new IllegalStateException("found a count of " + before);
            }
            looked = true;
            count.update(before == null ? 1 : before + 1);
            out.collect(number);
        }
    }
}
