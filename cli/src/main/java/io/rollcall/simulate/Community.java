package io.rollcall.simulate;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What a simulated community is made from. Two equal ones give the same events.
 *
 * @param name the community's name in every event
 * @param seed whatever else is left to chance
 * @param start the first instant at which anything happens
 * @param zone where its people live: they sleep at its nights and have time at its weekends
 * @param members how many join in the first two weeks; after that about one in eighty of that number joins a day
 */
public record Community(String name, long seed, Instant start, ZoneId zone, int members) {

    /** The most members that a community can begin with. */
    public static final int MOST_MEMBERS = 5_000_000;

    public Community {
        if (members < 1 || members > MOST_MEMBERS) {
            throw new IllegalArgumentException(
                    "a community has from 1 to " + MOST_MEMBERS + " members, not " + members);
        }
    }
}
