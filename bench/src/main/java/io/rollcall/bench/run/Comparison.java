package io.rollcall.bench.run;

import io.rollcall.bench.peer.PeerReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The peers of one run beside each other.
 *
 * @param members that each keeps
 * @param reports of each peer for each load, in the order in which they ran
 */
record Comparison(long members, Map<String, Map<String, PeerReport>> reports) {
    static final String ROLLCALL = "rollcall";
    static final String FLOOR = "floor";
    static final String FLOOR_WITH_TIMERS = "floor-with-timers";
    static final String NAIVE = "naive";
    static final String STREAMS = "streams";
    static final String STREAMS_UNCACHED = "streams-uncached";

    /** Those that read any load. */
    static final List<String> ALL = List.of(ROLLCALL, FLOOR, NAIVE, STREAMS, STREAMS_UNCACHED);

    private static final double OF_FLOOR_ZIPF = 0.7;
    private static final double OF_FLOOR_UNIFORM = 1.3;
    private static final double OF_NAIVE = 0.2;
    private static final double BYTES = 200;

    /** A table for each load. */
    Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        reports.forEach((peer, ofPeer) -> ofPeer.forEach((load, report) -> row(
                tables.computeIfAbsent(
                        load,
                        each -> new Table(
                                load,
                                "events/s",
                                "CPU µs/event",
                                "JIT beside it",
                                "rollcall's CPU to it",
                                "records out/event",
                                "checkpoints",
                                "mean ms",
                                "max ms",
                                "bytes/member",
                                "recovery s")),
                peer,
                load,
                report)));
        return tables;
    }

    private void row(Table table, String peer, String load, PeerReport report) {
        PeerReport.Checkpoints checkpoints = report.checkpoints();
        Double recovery = report.recoverySeconds();
        OptionalDouble ratio = ratio(load, peer);
        table.row(
                peer,
                number("%,.0f", report.perSecond()),
                number("%.1f", report.cpuMicros()),
                report.jitSeconds() == 0 ? "" : number("%.1f", report.jitMicros()),
                ratio.isPresent() ? number("%.2f", ratio.getAsDouble()) : "",
                number("%.2f", report.records() / report.events()),
                checkpoints == null ? "" : Long.toString(checkpoints.completed()),
                checkpoints == null ? "" : number("%.0f", checkpoints.meanMillis()),
                checkpoints == null ? "" : number("%.0f", checkpoints.maxMillis()),
                checkpoints == null ? "" : number("%.0f", (double) checkpoints.bytes() / members),
                recovery == null ? "" : number("%.1f", recovery));
    }

    /** Rollcall's CPU per event as a multiple of a peer's; nothing if one of them did not run. */
    OptionalDouble ratio(String load, String peer) {
        PeerReport own = reports.getOrDefault(ROLLCALL, Map.of()).get(load);
        PeerReport other = reports.getOrDefault(peer, Map.of()).get(load);
        return own == null || other == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(own.cpuMicros() / other.cpuMicros());
    }

    /** What issue 4 asks for, as far as this run can say. */
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (Map.Entry<String, PeerReport> own :
                reports.getOrDefault(ROLLCALL, Map.of()).entrySet()) {
            String load = own.getKey();
            double ofFloor = load.equals("zipf") ? OF_FLOOR_ZIPF : OF_FLOOR_UNIFORM;
            ratio(load, FLOOR)
                    .ifPresent(ratio -> targets.add(new Target(load + " keys, CPU to floor's", ratio, ofFloor)));
            ratio(load, NAIVE)
                    .ifPresent(ratio -> targets.add(new Target(load + " keys, CPU to naive's", ratio, OF_NAIVE)));
            reports.keySet().stream()
                    .filter(peer -> peer.startsWith(STREAMS))
                    .map(peer -> ratio(load, peer))
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .max()
                    .ifPresent(ratio ->
                            targets.add(new Target(load + " keys, CPU to the better Kafka Streams'", ratio, 1)));
            PeerReport.Checkpoints checkpoints = own.getValue().checkpoints();
            if (checkpoints != null) {
                targets.add(new Target(
                        load + " keys, bytes of checkpoint a member", (double) checkpoints.bytes() / members, BYTES));
            }
        }
        return targets;
    }

    private static String number(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
