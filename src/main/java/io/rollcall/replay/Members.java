package io.rollcall.replay;

import io.rollcall.decide.Engine;
import io.rollcall.event.CodePointOrder;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of one worker. Those used last have their state ready; the others' is bytes, so that memory is that of
 * bytes however many members there are.
 */
final class Members {
    /** Objects take some twenty times the room of the same in bytes, and this much at least. */
    private static final int TIMES_BYTES = 20;

    private static final int LEAST_MEMORY = 1_500;
    /** How often the size of a state is looked at. */
    private static final int SAMPLE = 256;

    private final Engine engine;
    private final long warmBytes;
    private final Map<String, Kept> members = new HashMap<>();
    /** Those whose state is ready, in no order; the hand goes round and cools who was not used since it last came by. */
    private final List<Kept> warm = new ArrayList<>();

    private int hand;
    private long uses;
    private double averageBytes = 200;

    Members(Engine engine, long warmBytes) {
        this.engine = engine;
        this.warmBytes = warmBytes;
    }

    /** The member of that name, a new one if need be. */
    Kept get(String name) {
        Kept member = members.get(name);
        if (member == null) {
            member = new Kept(name);
            members.put(name, member);
        }
        return member;
    }

    /** The state of a member, which is the caller's until {@link #put}. */
    MemberState take(Kept member) throws IOException {
        MemberState state = member.state;
        if (state != null) {
            return state;
        }
        byte[] kept = member.bytes;
        if (kept == null) {
            return engine.newMember(member.member);
        }
        member.bytes = null;
        return StateCodec.read(member.member, kept, version -> engine.program());
    }

    /** Keeps the state of a member. */
    void put(Kept member, MemberState state) {
        boolean wasWarm = member.state != null;
        member.state = state;
        member.isUsed = true;
        if (++uses % SAMPLE == 0) {
            averageBytes += (StateCodec.bytes(state).length - averageBytes) / 64;
        }
        if (!wasWarm) {
            long most = Math.max(1, (long) (warmBytes / (LEAST_MEMORY + averageBytes * TIMES_BYTES)));
            while (warm.size() >= most) {
                coolOne();
            }
            warm.add(member);
        }
    }

    private void coolOne() {
        while (true) {
            hand = hand < warm.size() ? hand : 0;
            Kept member = warm.get(hand);
            MemberState state = member.state;
            if (state != null && !member.isUsed) {
                member.bytes = StateCodec.bytes(state);
                member.state = null;
                Kept last = warm.remove(warm.size() - 1);
                if (hand < warm.size()) {
                    warm.set(hand, last);
                }
                return;
            }
            member.isUsed = false;
            hand++;
        }
    }

    /** All members, by name. */
    List<Kept> sorted() {
        Collection<Kept> all = members.values();
        List<Kept> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing((Kept kept) -> kept.member, CodePointOrder.COMPARATOR));
        return sorted;
    }
}
