package io.rollcall.jobs.journey;

import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.member.MemberState;
import io.rollcall.program.Program;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Makes members' snapshots and sends them, at once or when {@link SnapshotTimes} says so. */
final class SnapshotSender {
    private final SnapshotTimes times;
    private final MemberStore members;
    private final KnownPrograms programs;
    private final MemberRecords records;
    private final JourneyMetrics measured;
    private final LongSupplier watermark;
    private final Consumer<TopicRecord> output;

    SnapshotSender(
            SnapshotTimes times,
            MemberStore members,
            KnownPrograms programs,
            MemberRecords records,
            JourneyMetrics measured,
            LongSupplier watermark,
            Consumer<TopicRecord> output) {
        this.times = times;
        this.members = members;
        this.programs = programs;
        this.records = records;
        this.measured = measured;
        this.watermark = watermark;
        this.output = output;
    }

    /** A member is another than before: its snapshot leaves now or later. */
    void changed(Member member, KnownPrograms.Current current, MemberState state) throws IOException {
        if (member.snapshotIsDue) {
            return;
        }
        if (times.isDue(member.key())) {
            send(member.key(), current, state);
        } else {
            member.snapshotIsDue = true;
        }
    }

    /** Sends the snapshot that is due of the member of the current key, if anything is kept of it. */
    void send(String key) throws IOException {
        Member member = members.find(key);
        KnownPrograms.Current current = programs.current(MemberKey.community(key));
        if (member != null) {
            member.snapshotIsDue = false;
        }
        if (member != null && current != null && !members.state(member).isForgotten()) {
            send(key, current, members.state(member));
        }
    }

    /** The member has no snapshot any more. */
    void end(Member member) {
        output.accept(records.noSnapshot(member.key()));
    }

    private void send(String key, KnownPrograms.Current current, MemberState state) throws IOException {
        long at = Math.max(state.seen(), watermark.getAsLong());
        Program program = current.program();
        output.accept(records.snapshot(key, current.engine().snapshot(state, at), program.name(), program.version()));
        measured.snapshots.inc();
    }
}
