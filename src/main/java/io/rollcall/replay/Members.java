package io.rollcall.replay;

import io.rollcall.decide.Engine;
import io.rollcall.event.CodePointOrder;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
    private @Nullable Kept newest;
    private @Nullable Kept oldest;
    private int warm;
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
            unlink(member);
            return state;
        }
        byte[] kept = member.bytes;
        if (kept == null) {
            return engine.newMember(member.member);
        }
        member.bytes = null;
        var in = new DataInputStream(new ByteArrayInputStream(kept));
        return StateCodec.read(member.member, in, version -> engine.program());
    }

    /** Keeps the state of a member. */
    void put(Kept member, MemberState state) throws IOException {
        member.state = state;
        member.older = newest;
        member.newer = null;
        if (newest != null) {
            newest.newer = member;
        }
        newest = member;
        if (oldest == null) {
            oldest = member;
        }
        warm++;
        if (++uses % SAMPLE == 0) {
            averageBytes += (encode(state) - averageBytes) / 64;
        }
        while (warm > 1 && warm * (LEAST_MEMORY + averageBytes * TIMES_BYTES) > warmBytes) {
            cool(oldest);
        }
    }

    private void unlink(Kept member) {
        if (member.newer == null) {
            newest = member.older;
        } else {
            member.newer.older = member.older;
        }
        if (member.older == null) {
            oldest = member.newer;
        } else {
            member.older.newer = member.newer;
        }
        member.newer = null;
        member.older = null;
        member.state = null;
        warm--;
    }

    private void cool(@Nullable Kept member) throws IOException {
        if (member != null && member.state != null) {
            encode(member.state);
            member.bytes = bytes.toByteArray();
            unlink(member);
        }
    }

    private int encode(MemberState state) throws IOException {
        bytes.reset();
        StateCodec.write(state, new DataOutputStream(bytes));
        return bytes.size();
    }

    /** All members, by name. */
    List<Kept> sorted() {
        Collection<Kept> all = members.values();
        List<Kept> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing((Kept kept) -> kept.member, CodePointOrder.COMPARATOR));
        return sorted;
    }
}
