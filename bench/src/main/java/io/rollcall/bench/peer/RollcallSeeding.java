package io.rollcall.bench.peer;

import io.rollcall.bench.community.Population;
import io.rollcall.jobs.journey.MemberEnvelope;
import io.rollcall.jobs.journey.MemberEnvelopeSerializer;
import java.nio.file.Path;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Writes what {@code MemberJourneyOperator} keeps of a member: its envelope, and its timer. */
final class RollcallSeeding extends AbstractStreamOperator<Long>
        implements OneInputStreamOperator<Long, Long>, Triggerable<String, VoidNamespace> {
    private static final long serialVersionUID = 1;

    private final String file;
    private transient Population population;
    private transient ValueState<MemberEnvelope> members;
    private transient InternalTimerService<VoidNamespace> timers;

    @SuppressWarnings("NullAway.Init") // what is transient is set when the operator starts
    RollcallSeeding(String file) {
        this.file = file;
    }

    @Override
    public void open() throws Exception {
        super.open();
        population = Population.read(Path.of(file));
        members = getRuntimeContext().getState(new ValueStateDescriptor<>("member", new MemberEnvelopeSerializer()));
        timers = getInternalTimerService("clock", VoidNamespaceSerializer.INSTANCE, this);
    }

    @Override
    public void processElement(StreamRecord<Long> number) throws Exception {
        Population.Kept kept = population.kept(number.getValue());
        members.update(new MemberEnvelope(kept.next(), kept.next(), kept.bytes()));
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, kept.next());
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
        // there are no watermarks here
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        // none are registered
    }
}
