package io.rollcall.member;

import io.rollcall.metric.Varint;
import io.rollcall.program.Program;
import io.rollcall.program.Stage;
import java.io.DataInput;
import java.io.IOException;
import java.util.function.LongFunction;

/** Reads states of format 1, which is no longer written: whole bytes, dates since the epoch, values as 64-bit hashes. */
final class StateFormat1 {
    private static final QuestState.Status[] STATUSES = QuestState.Status.values();
    private static final Stage[] STAGES = Stage.values();

    private StateFormat1() {}

    private static long instant(DataInput in, MemberState state) throws IOException {
        long code = Varint.read(in);
        if (code == 0) {
            return MemberState.NONE;
        }
        code--;
        return state.seen - (code >>> 1 ^ -(code & 1));
    }

    /** Reads what comes after the number of the format. */
    static MemberState read(String member, DataInput in, LongFunction<Program> programs) throws IOException {
        var state = new MemberState(member, programs.apply(Varint.read(in)));
        state.seen = Varint.readSigned(in);
        int flags = in.readByte();
        state.phase = flags & 3;
        state.restless = (flags & 4) != 0;
        state.joinedAt = instant(in, state);
        state.leftAt = instant(in, state);
        state.lastActiveAt = instant(in, state);
        state.lastActivityAt = instant(in, state);
        state.recentIds.readFormat1(in, state.seen);
        long[] present = new long[(state.metrics.length + Long.SIZE - 1) / Long.SIZE];
        for (int i = 0; i < present.length; i++) {
            present[i] = Varint.read(in);
        }
        for (int i = 0; i < state.metrics.length; i++) {
            if ((present[i / Long.SIZE] & 1L << i % Long.SIZE) != 0) {
                state.metrics[i].readFormat1(in);
            }
        }
        state.points = Varint.read(in);
        state.pointsEarned = Varint.read(in);
        for (int i = 0; i < state.dailyPosts.length; i++) {
            DailyPosts posts = state.dailyPosts[i];
            if (posts != null) {
                posts.readFormat1(in);
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
