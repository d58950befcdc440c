package io.rollcall.bench.community;

import io.rollcall.bench.SimulatedCommunity;
import io.rollcall.bench.SimulatedCommunity.Delivery;
import io.rollcall.bench.community.Population.Kept;
import io.rollcall.cli.ProgramFile;
import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Lets a small community live for a hundred days under the example program and takes down what is kept of its members.
 *
 * <p>In the last hours everybody looks in once, so that the events that are measured are those of an ordinary day: the
 * first act of somebody who slept for weeks makes half a dozen things true, which is no event's usual work.
 */
public final class PopulationMaker {
    private static final int JOINERS = 2000;
    private static final int DAYS = 100;
    private static final Duration LOOKED_IN = Duration.ofHours(2);

    private PopulationMaker() {}

    /**
     * A population as it is at an instant.
     *
     * @param members how many
     * @param at that instant
     * @param next which members to take, by the next instant of their clock (milliseconds since the epoch)
     */
    public static Population at(long members, Instant at, LongPredicate next) {
        ZoneId zone = ProgramFile.example().parse().dates().zone();
        Instant start =
                LocalDate.ofInstant(at, zone).minusDays(DAYS).atStartOfDay(zone).toInstant();
        SimulatedCommunity community = new SimulatedCommunity(JOINERS, start);
        Engine engine = new Engine(community.program());
        List<MemberState> states = new ArrayList<>();
        long lookedIn = at.minus(LOOKED_IN).toEpochMilli();
        for (List<Delivery> deliveries = community.next();
                deliveries.get(0).event().at() < lookedIn;
                deliveries = community.next()) {
            for (Delivery delivery : deliveries) {
                if (delivery.member() == states.size()) {
                    states.add(engine.newMember(community.members().get(delivery.member())));
                }
                states.set(
                        delivery.member(),
                        engine.decide(states.get(delivery.member()), delivery.event())
                                .state());
            }
        }
        List<Kept> kinds = new ArrayList<>();
        for (MemberState state : states) {
            if (state.isMember()) {
                Decision decision = engine.decide(visited(engine, state, lookedIn), at.toEpochMilli() - 1);
                if (next.test(decision.next())) {
                    kinds.add(new Kept(decision.next(), StateCodec.bytes(decision.state())));
                }
            }
        }
        kinds.sort(Comparator.comparingInt((Kept kept) -> kept.bytes().length).reversed());
        return new Population(members, kinds);
    }

    private static MemberState visited(Engine engine, MemberState state, long at) {
        Event visit = new Event("looked-in", Population.COMMUNITY, "visit", state.member(), null, at, 0, Map.of());
        return engine.decide(state, visit).state();
    }
}
