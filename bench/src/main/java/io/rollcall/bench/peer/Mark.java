package io.rollcall.bench.peer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * A moment in the life of this process, of which two make a measurement.
 *
 * @param nanos of the wall clock
 * @param cpuNanos that all threads of the process together have used
 * @param jitNanos that the JIT compilers have used of it
 * @param deliveries that have reached a member
 * @param records that have been written
 */
public record Mark(long nanos, long cpuNanos, long jitNanos, long deliveries, long records) {

    /** This moment. */
    public static Mark now(long deliveries, long records) {
        return new Mark(System.nanoTime(), process().getProcessCpuTime(), JitCompilers.cpuNanos(), deliveries, records);
    }

    /**
     * What came between an earlier mark and this one.
     *
     * @param deliveriesAnEvent how many members an event reaches
     */
    public PeerReport since(Mark earlier, double deliveriesAnEvent) {
        return new PeerReport(
                (deliveries - earlier.deliveries) / deliveriesAnEvent,
                (nanos - earlier.nanos) / 1e9,
                (cpuNanos - earlier.cpuNanos) / 1e9,
                (jitNanos - earlier.jitNanos) / 1e9,
                records - earlier.records,
                null,
                null);
    }

    private static OperatingSystemMXBean process() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}
