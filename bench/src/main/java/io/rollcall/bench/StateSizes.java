package io.rollcall.bench;

import io.rollcall.bench.SimulatedCommunity.Delivery;
import io.rollcall.decide.Engine;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many bytes the members of the simulated community take under the example program.
 *
 * @param days how old the community is
 * @param bytes of each member, the least first
 */
record StateSizes(int days, int[] bytes) {

    /** Bytes that so many percent of the members need at most. */
    int percentile(int percent) {
        return bytes[Math.max(0, (int) Math.ceil(bytes.length * percent / 100.0) - 1)];
    }

    /** Lets a community live and weighs its members at each of the ages. */
    static List<StateSizes> of(int joiners, int... ages) {
        var community = new SimulatedCommunity(joiners);
        var engine = new Engine(community.program());
        var states = new ArrayList<MemberState>();
        var sizes = new ArrayList<StateSizes>();
        List<Delivery> deliveries = community.next();
        for (int age : ages) {
            for (; deliveries.get(0).event().at() < SimulatedCommunity.day(age); deliveries = community.next()) {
                for (Delivery delivery : deliveries) {
                    if (delivery.member() == states.size()) {
                        states.add(engine.newMember(community.members().get(delivery.member())));
                    }
                    MemberState state = states.get(delivery.member());
                    states.set(
                            delivery.member(),
                            engine.decide(state, delivery.event()).state());
                }
            }
            int[] bytes = new int[states.size()];
            for (int i = 0; i < bytes.length; i++) {
                states.set(
                        i,
                        engine.decide(states.get(i), SimulatedCommunity.day(age) - 1)
                                .state());
                bytes[i] = StateCodec.bytes(states.get(i)).length;
            }
            Arrays.sort(bytes);
            sizes.add(new StateSizes(age, bytes));
        }
        return sizes;
    }

    /** Prints the table of docs/performance.md. */
    public static void main(String[] args) {
        PrintStream out = System.out;
        out.println("| joiners | days | members | median | p90 | p99 | max |");
        out.println("|---|---|---|---|---|---|---|");
        for (int joiners : Arrays.stream(args.length == 0 ? new String[] {"400", "4000"} : args)
                .mapToInt(Integer::parseInt)
                .toArray()) {
            for (StateSizes sizes : of(joiners, 100, 200, 400)) {
                out.printf(
                        "| %d | %d | %d | %d | %d | %d | %d |%n",
                        joiners,
                        sizes.days,
                        sizes.bytes.length,
                        sizes.percentile(50),
                        sizes.percentile(90),
                        sizes.percentile(99),
                        sizes.percentile(100));
            }
        }
    }
}
