package io.rollcall.jobs.journey;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members that act often, as objects: at most so many. Who makes room is found by a hand that goes round and passes by those who were
 * asked for since it last came.
 */
final class HotMembers {
    private static final int LATELY_SHARE = 2;

    /** So many times of late are often; also a mask, of the bits that count them. */
    private static final int OFTEN = 3;

    /** So many are where there is room. */
    private static final int TWICE = 2;

    private final int most;
    private final Map<String, Member> members = new HashMap<>();
    private final @Nullable Member[] places;
    private int hand;

    /**
     * By a hash's highest bits, the rest of the hash of who acted last, and in its lowest bits how often: of fewer members than may be
     * hot. Becoming hot costs as much as it saves in several events, so once there is no room any more, whoever acts again by chance should
     * seldom do.
     */
    private final int[] lately;

    /**
     * Nobody yet.
     *
     * @param most how many there are at most; 0 for none
     */
    HotMembers(int most) {
        this.most = most;
        this.places = new @Nullable Member[most];
        // a power of two from 2 on: the place of a hash is its highest bits, of which there must be one
        this.lately = new int[most == 0 ? 0 : Math.max(2, Integer.highestOneBit(most / LATELY_SHARE))];
    }

    /** The member, who is asked for; null if they are not hot. */
    @Nullable
    Member get(String key) {
        Member member = members.get(key);
        if (member != null) {
            member.used = true;
        }
        return member;
    }

    /** Whether the member acted several times of late, as far as the places for that remember; this time is one of them. */
    boolean actsOften(String key) {
        if (most == 0) {
            return false;
        }
        int hash = MemberKey.hash(key);
        int place = hash >>> Integer.numberOfLeadingZeros(lately.length - 1);
        int seen = lately[place];
        int times = ((seen ^ hash) & ~OFTEN) == 0 ? Math.min(OFTEN, (seen & OFTEN) + 1) : 1;
        lately[place] = hash & ~OFTEN | times;
        return times >= (members.size() < most ? TWICE : OFTEN);
    }

    /** Makes room for one more, at the hand; who made it is not hot any more. Null if there was room. */
    @Nullable
    Member makeRoom() {
        Member there = places[hand];
        while (there != null && there.used) {
            there.used = false;
            hand = next(hand);
            there = places[hand];
        }
        if (there != null) {
            remove(there);
        }
        return there;
    }

    /** Adds a member where {@linkplain #makeRoom room was made}. */
    void add(Member member) {
        member.held = true;
        member.place = hand;
        places[hand] = member;
        hand = next(hand);
        members.put(member.key(), member);
    }

    /** The member is not hot any more. */
    void remove(Member member) {
        members.remove(member.key());
        places[member.place] = null;
        member.held = false;
    }

    /** Nobody is any more; returns those who were, in no order. */
    List<Member> clear() {
        List<Member> all = List.copyOf(members.values());
        for (Member member : all) {
            member.held = false;
        }
        members.clear();
        Arrays.fill(places, null);
        return all;
    }

    private int next(int place) {
        return place + 1 == most ? 0 : place + 1;
    }
}
