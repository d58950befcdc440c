package io.rollcall.member;

import io.rollcall.metric.MetricState;
import io.rollcall.metric.StateReader;
import io.rollcall.metric.StateWriter;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Program;
import io.rollcall.program.Stage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a member's state: a byte for the format, then bits: the version of the program under which it was kept, and
 * the rest in the order of that program's rules.
 *
 * <p>Few bytes are the point: they are what an event costs (docs/performance.md). Instants count back from the member's
 * latest one, dates from its date, and an instant that is mostly the same as another one is a bit where it is.
 */
public final class StateCodec {
    private static final int FORMAT_1 = 1;
    private static final int FORMAT_2 = 2;
    /** The format that is written; every earlier one can be read. */
    private static final int FORMAT = 3;

    private static final QuestState.Status[] STATUSES = QuestState.Status.values();
    private static final Stage[] STAGES = Stage.values();

    private StateCodec() {}

    /** The state as bytes. */
    public static byte[] bytes(MemberState state) {
        return bytes(state, new StateWriter());
    }

    /** Writes the bytes of one state after the other, in room that it keeps; not for several threads. */
    public static final class Encoder {
        private final StateWriter out = new StateWriter();

        /** The state as bytes. */
        public byte[] bytes(MemberState state) {
            out.clear();
            return StateCodec.bytes(state, out);
        }
    }

    /** Reads one state after the other, into the objects of those that nobody uses any more; not for several threads. */
    public static final class Decoder {
        private static final int MOST = 64;

        /** One for each program. */
        private final Map<Program, MemberState> spares = new IdentityHashMap<>();

        /**
         * As {@link StateCodec#read}.
         *
         * @throws IOException as there
         */
        public MemberState read(String member, byte[] bytes, LongFunction<Program> programs) throws IOException {
            return StateCodec.read(member, bytes, programs, this);
        }

        private MemberState begin(String member, Program program) {
            MemberState spare = spares.remove(program);
            if (spare == null) {
                return new MemberState(member, program);
            }
            spare.begin(member);
            return spare;
        }

        /** Takes a state that nobody uses any more; what is read later may be the same object. */
        public void reuse(MemberState unused) {
            if (spares.size() >= MOST) {
                // versions of long ago
                spares.clear();
            }
            spares.put(unused.program(), unused);
        }
    }

    private static byte[] bytes(MemberState state, StateWriter out) {
        out.bits(FORMAT, Byte.SIZE);
        out.small(state.program().version());
        out.signed(state.seen);
        out.near(date(state));
        out.bits(state.phase, 2);
        out.bit(state.restless);
        instant(out, state, state.joinedAt, MemberState.NONE);
        instant(out, state, state.leftAt, MemberState.NONE);
        instant(out, state, state.lastActiveAt, state.seen);
        instant(out, state, state.lastActivityAt, state.lastActiveAt);
        state.recentIds.write(out, state.seen);
        for (MetricState metric : state.metrics) {
            boolean isKnown = !metric.isEmpty();
            out.bit(isKnown);
            if (isKnown) {
                metric.write(out);
            }
        }
        out.small(state.points);
        out.small(state.pointsEarned - state.points);
        for (int i = 0; i < state.dailyPosts.length; i++) {
            DailyPosts posts = state.dailyPosts[i];
            if (posts != null) {
                posts.write(out);
            }
            out.small(state.streaksPassed[i]);
        }
        writeRules(state, out);
        return out.toBytes();
    }

    private static void writeRules(MemberState state, StateWriter out) {
        for (LadderState ladder : state.ladders) {
            out.small(ladder.tier);
            instant(out, state, ladder.promotedAt, MemberState.NONE);
            instant(out, state, ladder.graceFrom, MemberState.NONE);
            instant(out, state, ladder.lastGrace, ladder.graceFrom);
            if (ladder.lastGrace != MemberState.NONE) {
                out.small(ladder.again);
            }
        }
        for (BadgeState badge : state.badges) {
            boolean isKnown = badge.times != 0 || badge.levels != 0 || badge.passed != 0;
            out.bit(isKnown);
            if (isKnown) {
                out.small(badge.times);
                out.small(badge.levels);
                out.small(badge.passed);
            }
        }
        for (QuestState quest : state.quests) {
            out.bits(quest.status.ordinal(), 3);
            if (quest.status != QuestState.Status.ABSENT) {
                instant(out, state, quest.start, state.joinedAt);
                out.small(quest.done);
            }
        }
        out.bits(state.stage == null ? 0 : state.stage.ordinal() + 1L, 3);
        for (boolean segment : state.segments) {
            out.bit(segment);
        }
        out.bits(state.rfm, 4);
        for (int i = 0; i < state.alerts.length; i++) {
            AlertState alert = state.alerts[i];
            instant(out, state, alert.anchor, likelyAnchor(state, i));
            out.bit(alert.settled);
            instant(out, state, alert.open, MemberState.NONE);
            instant(out, state, alert.raisedAt, alert.open);
            out.gamma(alert.again + 1L);
        }
    }

    /** What an alert most often counts from. */
    private static long likelyAnchor(MemberState state, int alert) {
        if (state.program().alerts().get(alert) instanceof AlertRule.Absence rule) {
            return rule.since() == null ? state.joinedAt : state.lastActivityAt;
        }
        return MemberState.NONE;
    }

    private static int date(MemberState state) {
        return state.seen == MemberState.NONE ? 0 : state.program().dates().dateOf(state.seen);
    }

    /** A bit where it is the likely one, else a bit whether there is one, and how far it lies before the latest one. */
    private static void instant(StateWriter out, MemberState state, long instant, long likely) {
        out.bit(instant == likely);
        if (instant != likely) {
            out.bit(instant != MemberState.NONE);
            if (instant != MemberState.NONE) {
                out.signed(state.seen - instant);
            }
        }
    }

    private static long instant(StateReader in, MemberState state, long likely) throws IOException {
        if (in.bit()) {
            return likely;
        }
        return in.bit() ? state.seen - in.signed() : MemberState.NONE;
    }

    /**
     * Reads a state; it is of the program that wrote it ({@link MemberState#program}); the engine moves it to its own.
     *
     * @param bytes must not change as long as the state is in use: of a part that nobody has asked for it keeps where it lies
     * @param programs the community's program of a version; every version that wrote state must be known
     * @throws IOException if the bytes are of a format that this version does not know, or damaged; of a part that nobody has asked
     *     for, whoever asks hears that later, as an {@link java.io.UncheckedIOException}
     */
    public static MemberState read(String member, byte[] bytes, LongFunction<Program> programs) throws IOException {
        return read(member, bytes, programs, null);
    }

    private static MemberState read(
            String member, byte[] bytes, LongFunction<Program> programs, @Nullable Decoder decoder) throws IOException {
        int format = bytes.length == 0 ? 0 : bytes[0];
        if (format == FORMAT_1) {
            return StateFormat1.read(
                    member, new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1)), programs);
        }
        if (format != FORMAT_2 && format != FORMAT) {
            throw new IOException("member state of format " + format + "; this version reads formats " + FORMAT_1
                    + " to " + FORMAT + ": it was written by a newer version of Rollcall");
        }
        var in = new StateReader(bytes, 1);
        Program program = programs.apply(in.small());
        MemberState state = decoder == null ? new MemberState(member, program) : decoder.begin(member, program);
        try {
            read(state, in, format);
        } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IOException("a member's state is damaged: " + e.getMessage(), e);
        }
        return state;
    }

    private static void read(MemberState state, StateReader in, int format) throws IOException {
        state.seen = in.signed();
        in.near(date(state));
        state.phase = (int) in.bits(2);
        state.restless = in.bit();
        state.joinedAt = instant(in, state, MemberState.NONE);
        state.leftAt = instant(in, state, MemberState.NONE);
        state.lastActiveAt = instant(in, state, state.seen);
        state.lastActivityAt = instant(in, state, state.lastActiveAt);
        state.recentIds.read(in, state.seen);
        for (MetricState metric : state.metrics) {
            if (in.bit()) {
                if (format == FORMAT_2) {
                    metric.readFormat2(in);
                } else {
                    metric.read(in);
                }
            }
        }
        state.points = in.small();
        state.pointsEarned = state.points + in.small();
        for (int i = 0; i < state.dailyPosts.length; i++) {
            DailyPosts posts = state.dailyPosts[i];
            if (posts != null) {
                posts.read(in);
            }
            state.streaksPassed[i] = in.small();
        }
        readRules(state, in);
    }

    private static void readRules(MemberState state, StateReader in) throws IOException {
        for (LadderState ladder : state.ladders) {
            ladder.tier = in.count();
            ladder.promotedAt = instant(in, state, MemberState.NONE);
            ladder.graceFrom = instant(in, state, MemberState.NONE);
            ladder.lastGrace = instant(in, state, ladder.graceFrom);
            if (ladder.lastGrace != MemberState.NONE) {
                ladder.again = in.count();
            }
        }
        for (BadgeState badge : state.badges) {
            if (in.bit()) {
                badge.times = in.count();
                badge.levels = in.small();
                badge.passed = in.small();
            }
        }
        for (QuestState quest : state.quests) {
            quest.status = STATUSES[(int) in.bits(3)];
            if (quest.status != QuestState.Status.ABSENT) {
                quest.start = instant(in, state, state.joinedAt);
                quest.done = in.small();
            }
        }
        int stage = (int) in.bits(3);
        state.stage = stage == 0 ? null : STAGES[stage - 1];
        for (int i = 0; i < state.segments.length; i++) {
            state.segments[i] = in.bit();
        }
        state.rfm = (int) in.bits(4);
        for (int i = 0; i < state.alerts.length; i++) {
            AlertState alert = state.alerts[i];
            alert.anchor = instant(in, state, likelyAnchor(state, i));
            alert.settled = in.bit();
            alert.open = instant(in, state, MemberState.NONE);
            alert.raisedAt = instant(in, state, alert.open);
            alert.again = (int) in.gamma() - 1;
        }
    }
}
