package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The one value that is kept of each member, behind a write-back cache of those that act often.
 *
 * <p>A hot member stays in memory as an object, so that its events neither read nor write bytes. It is written when it makes
 * room, when too many are unwritten, and before every checkpoint ({@link #writeAll}): what a checkpoint holds is what it
 * would hold without the cache, and after a failure the cache begins empty. Who acts for the first time in a long while is
 * written through, so that a community in which nobody is hot pays nothing for the cache.
 *
 * <p>Everything but {@link #writeAll} and {@link #writeAndForgetAll} works on the member of the operator's current key.
 */
final class MemberStore {
    /** Of every so many hot members one at most is unwritten, so that a checkpoint does not have to wait for many. */
    private static final int UNWRITTEN_SHARE = 4;

    /** So many steps are kept of a member that is not written, events among them. */
    private static final int MOST_STEPS = 32;

    /** For every hot member so many places to remember who acted lately. */
    private static final int LATELY_SHARE = 4;

    private final ValueState<MemberEnvelope> backend;
    private final KnownPrograms programs;
    private final CurrentKey currentKey;
    private final StoreMetrics measured;
    private final int most;
    private final int mostUnwritten;
    private final Map<String, Member> hot;
    private final ArrayDeque<Member> queue = new ArrayDeque<>();
    private final int[] lately;
    private int unwritten;

    /** The operator's current key. */
    interface CurrentKey {
        void set(String key);
    }

    /**
     * The store.
     *
     * @param most how many members stay in memory; 0 for none
     */
    MemberStore(
            ValueState<MemberEnvelope> backend,
            KnownPrograms programs,
            CurrentKey currentKey,
            StoreMetrics measured,
            int most) {
        this.backend = backend;
        this.programs = programs;
        this.currentKey = currentKey;
        this.measured = measured;
        this.most = most;
        this.mostUnwritten = Math.max(1, most / UNWRITTEN_SHARE);
        this.hot = new LinkedHashMap<>(Math.min(most, 1024), 0.75f, true);
        this.lately = new int[most == 0 ? 0 : Integer.highestOneBit(most * LATELY_SHARE * 2 - 1)];
    }

    /** The member of the current key; null if nothing is kept of it. */
    @Nullable
    Member find(String key) throws IOException {
        Member held = hot.get(key);
        if (held != null) {
            measured.hits.inc();
            return held;
        }
        measured.reads.inc();
        MemberEnvelope envelope = backend.value();
        return envelope == null ? null : new Member(key, envelope.timer(), envelope.next(), envelope.content());
    }

    /** The member's state; it is used up by a step. */
    MemberState state(Member member) throws IOException {
        MemberState state = member.state;
        if (state == null) {
            state = read(member.key(), requireNonNull(member.bytes));
            member.state = state;
        }
        return state;
    }

    private MemberState read(String key, byte[] bytes) throws IOException {
        String community = MemberKey.community(key);
        return StateCodec.read(MemberKey.member(key), bytes, version -> programs.version(community, version));
    }

    /** Keeps what an event made of the member; one that acts often stays in memory. */
    void keepActive(Member member, MemberState state, List<Member.Step> steps) throws IOException {
        member.state = state;
        if (!member.held && !actsOften(member.key())) {
            write(member);
            return;
        }
        if (!member.held) {
            member.held = true;
            hot.put(member.key(), member);
        }
        member.steps.addAll(steps);
        later(member);
        makeRoom(member);
    }

    /** Keeps what the clock made of the member. */
    void keep(Member member, MemberState state, Member.Step step) throws IOException {
        member.state = state;
        if (member.held) {
            member.steps.add(step);
            later(member);
        } else {
            write(member);
        }
    }

    /** Keeps another timer of the member. */
    void keepTimer(Member member) throws IOException {
        if (member.held) {
            later(member);
        } else {
            update(member, requireNonNull(member.bytes));
        }
    }

    /** Keeps another state in the place of the member's. */
    void replace(Member member, MemberState state) throws IOException {
        member.state = state;
        write(member);
    }

    /** Nothing is kept of the member any more. */
    void remove(Member member) {
        hot.remove(member.key());
        member.held = false;
        if (member.unwritten) {
            member.unwritten = false;
            unwritten--;
        }
        backend.clear();
    }

    /**
     * Brings back the state that a failed step has used up.
     *
     * @throws IOException if it cannot be read
     */
    void restore(Member member, Engine engine) throws IOException {
        if (member.held) {
            MemberState state = member.bytes == null
                    ? engine.newMember(MemberKey.member(member.key()))
                    : read(member.key(), member.bytes);
            for (Member.Step step : member.steps) {
                Decision decision = step.event() == null
                        ? engine.decide(state, step.instant())
                        : engine.decide(state, step.event());
                state = decision.state();
            }
            // all this was counted when it was new
            engine.takeOverruns();
            engine.takeRepeats();
            member.state = state;
        } else {
            member.state = null;
        }
    }

    /** Writes every member that the backend does not have as it is. The current key is another one afterwards. */
    void writeAll() throws IOException {
        for (Member member : queue) {
            member.queued = false;
            if (member.unwritten) {
                currentKey.set(member.key());
                write(member);
            }
        }
        queue.clear();
    }

    /** Writes every member that the backend does not have as it is, and holds none any more. */
    void writeAndForgetAll() throws IOException {
        writeAll();
        hot.values().forEach(member -> member.held = false);
        hot.clear();
    }

    private void later(Member member) throws IOException {
        if (!member.unwritten) {
            member.unwritten = true;
            unwritten++;
        }
        if (member.steps.size() >= MOST_STEPS) {
            write(member);
        } else if (!member.queued) {
            member.queued = true;
            queue.add(member);
        }
        while (unwritten > mostUnwritten) {
            Member oldest = requireNonNull(queue.poll());
            oldest.queued = false;
            if (oldest.unwritten) {
                writeOther(oldest, member);
            }
        }
    }

    private void makeRoom(Member current) throws IOException {
        if (hot.size() > most) {
            Iterator<Member> leastLately = hot.values().iterator();
            Member evicted = leastLately.next();
            leastLately.remove();
            evicted.held = false;
            if (evicted.unwritten) {
                writeOther(evicted, current);
            }
        }
    }

    private void writeOther(Member other, Member current) throws IOException {
        currentKey.set(other.key());
        write(other);
        currentKey.set(current.key());
    }

    private void write(Member member) throws IOException {
        byte[] bytes = StateCodec.bytes(requireNonNull(member.state));
        update(member, bytes);
        member.bytes = bytes;
        member.steps.clear();
        if (member.unwritten) {
            member.unwritten = false;
            unwritten--;
        }
    }

    private void update(Member member, byte[] bytes) throws IOException {
        backend.update(new MemberEnvelope(member.timer, member.next, bytes));
        measured.written(bytes.length);
    }

    /** Whether the member acted lately, as far as the places for that remember; from now on it did. */
    private boolean actsOften(String key) {
        if (most == 0) {
            return false;
        }
        int hash = key.hashCode() * 0x9E3779B9;
        int place = hash >>> Integer.numberOfLeadingZeros(lately.length - 1);
        boolean often = lately[place] == hash;
        lately[place] = hash;
        return often;
    }
}
