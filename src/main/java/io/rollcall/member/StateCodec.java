package io.rollcall.member;

import io.rollcall.metric.MetricState;
import io.rollcall.metric.Varint;
import io.rollcall.program.Program;
import io.rollcall.program.Stage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongFunction;

/**
 * The bytes of a member's state: a format version, the version of the program under which it was kept, and the rest in
 * the order of that program's rules.
 *
 * <p>Few bytes are the point: they are what an event costs (docs/decisions.md). Numbers are variable-length, instants
 * count back from the member's latest one, and what is as it was at the beginning takes a bit.
 */
public final class StateCodec {
    /** The version that is written; every earlier one can be read. */
    private static final int FORMAT = 1;

    private static final QuestState.Status[] STATUSES = QuestState.Status.values();
    private static final Stage[] STAGES = Stage.values();

    private StateCodec() {}

    /** Writes the state. */
    public static void write(MemberState state, DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        Varint.write(out, state.program().version());
        Varint.writeSigned(out, state.seen);
        int restless = state.restless ? 4 : 0;
        out.writeByte(state.phase | restless);
        instant(out, state, state.joinedAt);
        instant(out, state, state.leftAt);
        instant(out, state, state.lastActiveAt);
        instant(out, state, state.lastActivityAt);
        state.recentIds.write(out, state.seen);
        long present = 0;
        for (int i = 0; i < state.metrics.length; i++) {
            present |= state.metrics[i].isEmpty() ? 0 : 1L << i % Long.SIZE;
            if (i % Long.SIZE == Long.SIZE - 1 || i == state.metrics.length - 1) {
                Varint.write(out, present);
                present = 0;
            }
        }
        for (MetricState metric : state.metrics) {
            if (!metric.isEmpty()) {
                metric.write(out);
            }
        }
        Varint.write(out, state.points);
        Varint.write(out, state.pointsEarned);
        for (int i = 0; i < state.dailyPosts.length; i++) {
            DailyPosts posts = state.dailyPosts[i];
            if (posts != null) {
                posts.write(out);
            }
            Varint.write(out, state.streaksPassed[i]);
        }
        writeRules(state, out);
    }

    private static void writeRules(MemberState state, DataOutput out) throws IOException {
        for (LadderState ladder : state.ladders) {
            Varint.write(out, ladder.tier);
            instant(out, state, ladder.promotedAt);
            instant(out, state, ladder.graceFrom);
            instant(out, state, ladder.lastGrace);
            if (ladder.lastGrace != MemberState.NONE) {
                Varint.write(out, ladder.again);
            }
        }
        for (BadgeState badge : state.badges) {
            Varint.write(out, badge.times);
            Varint.write(out, badge.levels);
            Varint.write(out, badge.passed);
        }
        for (QuestState quest : state.quests) {
            out.writeByte(quest.status.ordinal());
            if (quest.status != QuestState.Status.ABSENT) {
                instant(out, state, quest.start);
                Varint.write(out, quest.done);
            }
        }
        out.writeByte(state.stage == null ? 0 : state.stage.ordinal() + 1);
        int bits = 0;
        for (int i = 0; i < state.segments.length; i++) {
            bits |= state.segments[i] ? 1 << i % 8 : 0;
            if (i % 8 == 7 || i == state.segments.length - 1) {
                out.writeByte(bits);
                bits = 0;
            }
        }
        out.writeByte(state.rfm);
        for (AlertState alert : state.alerts) {
            instant(out, state, alert.anchor);
            instant(out, state, alert.open);
            instant(out, state, alert.raisedAt);
            Varint.write(out, (long) alert.again << 1 | (alert.settled ? 1 : 0));
        }
    }

    /** 0 for none, else how far the instant lies before the latest one. */
    private static void instant(DataOutput out, MemberState state, long instant) throws IOException {
        if (instant == MemberState.NONE) {
            Varint.write(out, 0);
        } else {
            long back = state.seen - instant;
            Varint.write(out, (back << 1 ^ back >> 63) + 1);
        }
    }

    private static long instant(DataInput in, MemberState state) throws IOException {
        long code = Varint.read(in);
        if (code == 0) {
            return MemberState.NONE;
        }
        code--;
        return state.seen - (code >>> 1 ^ -(code & 1));
    }

    /**
     * Reads a state; it is of the program that wrote it ({@link MemberState#program}); the engine moves it to its own.
     *
     * @param programs the community's program of a version; every version that wrote state must be known
     * @throws IOException if the bytes are of a format that this version does not know
     */
    public static MemberState read(String member, DataInput in, LongFunction<Program> programs) throws IOException {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("member state of format " + format + "; this version reads format " + FORMAT
                    + ": it was written by a newer version of Rollcall");
        }
        var state = new MemberState(member, programs.apply(Varint.read(in)));
        state.seen = Varint.readSigned(in);
        int flags = in.readByte();
        state.phase = flags & 3;
        state.restless = (flags & 4) != 0;
        state.joinedAt = instant(in, state);
        state.leftAt = instant(in, state);
        state.lastActiveAt = instant(in, state);
        state.lastActivityAt = instant(in, state);
        state.recentIds.read(in, state.seen);
        long[] present = new long[(state.metrics.length + Long.SIZE - 1) / Long.SIZE];
        for (int i = 0; i < present.length; i++) {
            present[i] = Varint.read(in);
        }
        for (int i = 0; i < state.metrics.length; i++) {
            if ((present[i / Long.SIZE] & 1L << i % Long.SIZE) != 0) {
                state.metrics[i].read(in);
            }
        }
        state.points = Varint.read(in);
        state.pointsEarned = Varint.read(in);
        for (int i = 0; i < state.dailyPosts.length; i++) {
            DailyPosts posts = state.dailyPosts[i];
            if (posts != null) {
                posts.read(in);
            }
            state.streaksPassed[i] = Varint.read(in);
        }
        readRules(state, in);
        return state;
    }

    private static void readRules(MemberState state, DataInput in) throws IOException {
        for (LadderState ladder : state.ladders) {
            ladder.tier = Varint.readInt(in);
            ladder.promotedAt = instant(in, state);
            ladder.graceFrom = instant(in, state);
            ladder.lastGrace = instant(in, state);
            if (ladder.lastGrace != MemberState.NONE) {
                ladder.again = Varint.readInt(in);
            }
        }
        for (BadgeState badge : state.badges) {
            badge.times = Varint.readInt(in);
            badge.levels = Varint.read(in);
            badge.passed = Varint.read(in);
        }
        for (QuestState quest : state.quests) {
            quest.status = STATUSES[in.readByte()];
            if (quest.status != QuestState.Status.ABSENT) {
                quest.start = instant(in, state);
                quest.done = Varint.read(in);
            }
        }
        int stage = in.readByte();
        state.stage = stage == 0 ? null : STAGES[stage - 1];
        int bits = 0;
        for (int i = 0; i < state.segments.length; i++) {
            bits = i % 8 == 0 ? in.readByte() : bits;
            state.segments[i] = (bits & 1 << i % 8) != 0;
        }
        state.rfm = in.readByte();
        for (AlertState alert : state.alerts) {
            alert.anchor = instant(in, state);
            alert.open = instant(in, state);
            alert.raisedAt = instant(in, state);
            long rest = Varint.read(in);
            alert.settled = (rest & 1) != 0;
            alert.again = (int) (rest >>> 1);
        }
    }
}
