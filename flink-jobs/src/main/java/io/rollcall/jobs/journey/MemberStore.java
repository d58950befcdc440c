package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The one value that is kept of each member, behind a write-back cache of those that act often and the bytes of those that acted
 * lately.
 *
 * <p>A hot member stays in memory as an object, so that its events neither read nor write bytes. It is written when it makes
 * room, while there is time to spare ({@link #writeSome}), and before every checkpoint ({@link #writeAll}): what a checkpoint
 * holds is what it would hold without the cache, and after a failure the cache begins empty. {@link HotMembers} says who is hot. Who is not is {@linkplain WarmMembers warm} for as
 * long as there is room: bytes in memory, which are written at the same times. {@link WriteBack} says how many may wait for it.
 * What the clock alone made of a member who is not hot is written at once, at a midnight it
 * is everybody; on a backlog, where a midnight follows the other, only of those who are not warm.
 *
 * <p>Everything but {@link #writeSome}, {@link #writeAll}, what calls them, and {@link #coolDown} works on the member of the operator's current
 * key, which is current again afterwards.
 */
final class MemberStore {
    /** For every hot member so many steps are kept, whosever they are. */
    private static final int STEPS_SHARE = 10;

    private final ValueState<MemberEnvelope> backend;
    private final KnownPrograms programs;
    private final CurrentKey currentKey;
    private final Runnable moreIsUnwritten;
    private final WriteBack writeBack;
    private final StoreMetrics measured;
    private final WarmMembers warm;
    private final HotMembers hot;
    private final int mostSteps;

    /** Those that the backend does not have as they are. */
    private final MemberQueue unwritten = new MemberQueue();

    private final StateCodec.Encoder encoder = new StateCodec.Encoder();
    private final StateCodec.Decoder decoder = new StateCodec.Decoder();

    /** Whose state was read last, since one was looked for. */
    private @Nullable Member atHand;

    private int steps;

    /** Whether somebody else was written under their own key, which is current now. */
    private boolean isAnotherKey;

    /** The operator's current key. */
    interface CurrentKey {
        void set(String key);
    }

    /**
     * The store.
     *
     * @param moreIsUnwritten is run when there is one more that the backend does not have as it is
     * @param writeBack how many may be unwritten
     * @param warmBytes how much is kept of those that are not hot
     * @param most how many members are hot; 0 for none
     */
    MemberStore(
            ValueState<MemberEnvelope> backend,
            KnownPrograms programs,
            CurrentKey currentKey,
            Runnable moreIsUnwritten,
            WriteBack writeBack,
            StoreMetrics measured,
            long warmBytes,
            int most) {
        this.backend = backend;
        this.programs = programs;
        this.currentKey = currentKey;
        this.moreIsUnwritten = moreIsUnwritten;
        this.writeBack = writeBack;
        this.measured = measured;
        this.warm = new WarmMembers(this::writeWarm, warmBytes);
        this.hot = new HotMembers(most);
        this.mostSteps = most * STEPS_SHARE;
    }

    /**
     * The member of the current key; null if nothing is kept of it. The state of the one before, unless it is hot, is nobody's
     * any more.
     */
    @Nullable
    Member find(String key) throws IOException {
        Member before = atHand;
        if (before != null) {
            atHand = null;
            if (!before.held && before.state != null) {
                decoder.reuse(before.state);
            }
        }
        Member held = hot.get(key);
        if (held != null) {
            measured.hits.inc();
            return held;
        }
        MemberEnvelope envelope = warm.get(key);
        if (envelope != null) {
            measured.warmHits.inc();
        } else {
            measured.reads.inc();
            envelope = backend.value();
        }
        return envelope == null ? null : new Member(key, envelope.timer(), envelope.next(), envelope.content());
    }

    /** The member's state, until the next one is {@linkplain #find looked for}; it is used up by a step. */
    MemberState state(Member member) throws IOException {
        MemberState state = member.state;
        if (state == null) {
            String community = MemberKey.community(member.key());
            state = decoder.read(
                    MemberKey.member(member.key()),
                    requireNonNull(member.bytes),
                    version -> programs.version(community, version));
            member.state = state;
            atHand = member;
        }
        return state;
    }

    /** The same state once more: a step uses up what it is given. */
    MemberState copy(MemberState state) throws IOException {
        String community = state.program().community();
        return StateCodec.read(
                state.member(), StateCodec.bytes(state), version -> programs.version(community, version));
    }

    /** A state in objects of its own. */
    private MemberState read(String key, byte[] bytes) throws IOException {
        String community = MemberKey.community(key);
        return StateCodec.read(MemberKey.member(key), bytes, version -> programs.version(community, version));
    }

    /**
     * Keeps what an event made of the member; one that acts often stays in memory.
     *
     * @param clock the instant up to which the clock ran after the event; {@link Decision#NEVER} if it did not
     */
    void keepActive(Member member, MemberState state, Reached reached, long clock) throws IOException {
        member.state = state;
        if (!member.held && !hot.actsOften(member.key())) {
            keepWarm(member, member.key());
            return;
        }
        if (!member.held) {
            hold(member);
        }
        member.steps.add(reached);
        steps++;
        if (clock != Decision.NEVER) {
            member.steps.add(clock);
            steps++;
        }
        later(member);
    }

    /** Keeps what the clock made of the member, up to an instant. */
    void keep(Member member, MemberState state, long clock) throws IOException {
        member.state = state;
        if (member.held) {
            member.steps.add(clock);
            steps++;
            later(member);
        } else if (warm.has(member.key()) && writeBack.isBacklog()) {
            keepWarm(member, member.key());
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
        if (member.held) {
            hot.remove(member);
        }
        isWritten(member);
        warm.remove(member.key());
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
            state = member.steps.again(engine, state);
            // all this was counted when it was new
            engine.takeOverruns();
            engine.takeRepeats();
            member.state = state;
            if (member.steps.size() > 0) {
                // the next failure is not to ask for all of them again
                write(member);
            }
        } else {
            member.state = null;
        }
    }

    /** A checkpoint's barrier comes: everybody is written. The current key is another one afterwards. */
    void barrier() throws IOException {
        writeBack.barrier();
        writeAll();
    }

    /** When it is time for {@link #writeInSpareTime}, in milliseconds from now; {@link SpareTime#NEVER} if there is nothing to do. */
    long millisUntilWork() {
        return writeBack.millisUntilWork(unwritten());
    }

    /** Writes some of those for whom it is time; the current key is another one afterwards. */
    void writeInSpareTime() throws IOException {
        writeSome(WriteBack.WRITTEN_IN_SPARE_TIME, writeBack.most());
    }

    /** Writes every member that the backend does not have as it is. The current key is another one afterwards. */
    void writeAll() throws IOException {
        writeSome(Integer.MAX_VALUE, 0);
    }

    /**
     * Writes members that have waited longest for it, unless few do; the current key is another one afterwards.
     *
     * @param most how many are written at most
     * @param spared how many may go on waiting
     */
    void writeSome(int most, int spared) throws IOException {
        for (int written = 0; written < most && unwritten() > spared; written++) {
            // who acts often will soon be unwritten again
            if (warm.unwritten() > 0) {
                warm.writeOldest();
            } else {
                Member oldest = requireNonNull(unwritten.first());
                currentKey.set(oldest.key());
                write(oldest);
            }
        }
        isAnotherKey = false;
    }

    /** Keeps everybody as bytes, from which they are read when they are asked for. The current key is another one afterwards. */
    void coolDown() throws IOException {
        for (Member member : hot.clear()) {
            if (MemberQueue.has(member)) {
                keepWarm(member, member.key());
            } else {
                isWarm(member);
            }
        }
        isAnotherKey = false;
    }

    /** How many members the backend does not have as they are. */
    int unwritten() {
        return unwritten.size() + warm.unwritten();
    }

    private void later(Member member) throws IOException {
        if (!MemberQueue.has(member)) {
            unwritten.add(member);
            moreIsUnwritten.run();
        }
        if (member.steps.isFull()) {
            write(member);
        }
        while (steps > mostSteps) {
            writeOther(requireNonNull(unwritten.first()), member);
        }
    }

    private void hold(Member member) throws IOException {
        Member other = hot.makeRoom();
        if (other != null) {
            measured.evictions.inc();
            if (MemberQueue.has(other)) {
                keepWarm(other, member.key());
            } else {
                isWarm(other);
                backToTheKey(member.key());
            }
        }
        warm.remove(member.key());
        if (member == atHand) {
            // the objects at hand can have room for far more than this member needs
            member.state = read(member.key(), encoder.bytes(requireNonNull(member.state)));
        }
        hot.add(member);
    }

    /** Who is not hot any more, and whom the backend has as they are, is warm. */
    private void isWarm(Member member) throws IOException {
        warm.put(member.key(), new MemberEnvelope(member.timer, member.next, requireNonNull(member.bytes)));
    }

    private void writeOther(Member other, Member current) throws IOException {
        currentKey.set(other.key());
        write(other);
        currentKey.set(current.key());
    }

    /** Keeps who is not hot in memory, to be written later. If anybody was written, the given key is made the current one. */
    private void keepWarm(Member member, String current) throws IOException {
        byte[] bytes = encoder.bytes(requireNonNull(member.state));
        member.bytes = bytes;
        isWritten(member);
        MemberEnvelope envelope = new MemberEnvelope(member.timer, member.next, bytes);
        if (warm.putUnwritten(member.key(), envelope)) {
            moreIsUnwritten.run();
            if (warm.unwritten() > WriteBack.LEFT_WITHOUT_SPARE_TIME) {
                writeTooMany();
            }
        } else {
            writeWarm(member.key(), envelope);
        }
        backToTheKey(current);
    }

    /** As when a backlog ends, or where the next barrier comes nearer and there is no spare time. */
    private void writeTooMany() throws IOException {
        int most = writeBack.mostWarm();
        for (int i = 0; i < WriteBack.WRITTEN_BESIDE && warm.unwritten() > most; i++) {
            warm.writeOldest();
        }
    }

    /** Writes what is hot, or the member of the current key. */
    private void write(Member member) throws IOException {
        byte[] bytes = encoder.bytes(requireNonNull(member.state));
        update(member, bytes);
        member.bytes = bytes;
        isWritten(member);
    }

    private void isWritten(Member member) {
        steps -= member.steps.size();
        member.steps.clear();
        if (MemberQueue.has(member)) {
            unwritten.remove(member);
        }
    }

    private void update(Member member, byte[] bytes) throws IOException {
        MemberEnvelope envelope = new MemberEnvelope(member.timer, member.next, bytes);
        backend.update(envelope);
        measured.written(bytes.length);
        if (!member.held) {
            // no one else becomes warm: at a midnight a million of those who did not act would take the places of those
            // who did
            warm.update(member.key(), envelope);
            backToTheKey(member.key());
        }
    }

    private void writeWarm(String key, MemberEnvelope member) throws IOException {
        currentKey.set(key);
        isAnotherKey = true;
        backend.update(member);
        measured.written(member.content().length);
    }

    /** After others may have been written. */
    private void backToTheKey(String key) {
        if (isAnotherKey) {
            currentKey.set(key);
            isAnotherKey = false;
        }
    }
}
