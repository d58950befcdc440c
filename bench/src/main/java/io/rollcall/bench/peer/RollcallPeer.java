package io.rollcall.bench.peer;

import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job {@code member-journey} as it is: programs, deadlines, outcomes and snapshots included. */
final class RollcallPeer implements FlinkPeer {

    @Override
    public void addJob(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        MemberJourneyJob.build(environment, configuration);
    }

    @Override
    public void addSeeding(KeyedStream<Long, String> numbers, Path population) {
        numbers.transform(MEMBER, Types.LONG, new RollcallSeeding(population.toString()))
                .uid(MEMBER);
    }
}
