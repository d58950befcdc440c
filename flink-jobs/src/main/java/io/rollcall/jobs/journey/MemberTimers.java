package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * The one event-time timer of each member, which is kept lazily: moved when the next instant became earlier, otherwise left, and looked at again
 * when it fires.
 */
final class MemberTimers {
    private final InternalTimerService<VoidNamespace> timers;

    MemberTimers(InternalTimerService<VoidNamespace> timers) {
        this.timers = timers;
    }

    /** The clock's instant, in milliseconds since the epoch. */
    long watermark() {
        return timers.currentWatermark();
    }

    /** Registers the timer of the member of the current key at their next instant if that is earlier than the one they have. */
    void arm(Member member) {
        if (member.next >= member.timer) {
            return;
        }
        disarm(member);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, member.next);
        member.timer = member.next;
    }

    /** The member of the current key has no timer any more. */
    void disarm(Member member) {
        if (member.timer != Decision.NEVER) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, member.timer);
            member.timer = Decision.NEVER;
        }
    }
}
