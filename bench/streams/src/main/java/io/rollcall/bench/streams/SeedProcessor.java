package io.rollcall.bench.streams;

import static java.util.Objects.requireNonNull;

import io.rollcall.bench.community.Population;
import io.rollcall.decide.Decision;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gives each member its first state. */
final class SeedProcessor implements Processor<byte[], byte[], Void, Void> {
    private final Population population;
    private final AtomicLong seeded;
    private @Nullable MemberTables tables;

    SeedProcessor(Population population, AtomicLong seeded) {
        this.population = population;
        this.seeded = seeded;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        tables = MemberTables.of(context);
    }

    @Override
    public void process(Record<byte[], byte[]> seed) {
        long number = ByteBuffer.wrap(seed.value()).getLong();
        Population.Kept kept = population.kept(number);
        requireNonNull(tables).keep(Population.key(number), Decision.NEVER, kept.next(), kept.bytes());
        seeded.incrementAndGet();
    }
}
