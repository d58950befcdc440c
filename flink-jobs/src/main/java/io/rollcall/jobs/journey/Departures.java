package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;
import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.Reached;
import io.rollcall.member.MemberState;
import java.io.Serializable;
import java.time.Duration;

/** When who has left is forgotten, if the job is told to, and what brings them back. */
final class Departures implements Serializable {
    private static final long serialVersionUID = 1;

    /** Milliseconds from leaving on, or {@link Decision#NEVER}. */
    private final long expiry;

    Departures(JobConfiguration configuration) {
        expiry = configuration
                .get(JobOptions.DEPARTED_EXPIRY)
                .map(Duration::toMillis)
                .orElse(Decision.NEVER);
    }

    /** Whether anybody is ever forgotten. */
    boolean areForgotten() {
        return expiry != Decision.NEVER;
    }

    /** When the member is forgotten; nothing else happens to them until they return. */
    long instant(MemberState state) {
        return areForgotten() && state.leftAt != MemberState.NONE ? state.leftAt + expiry : Decision.NEVER;
    }

    /** Whether an event brings back one who is forgotten: only an act of their own does, other than leaving. */
    static boolean isReturn(Reached reached, MemberState forgotten) {
        Event event = reached.event();
        return !reached.asRecipient() && !event.type().equals(Event.LEAVE) && event.at() >= forgotten.leftAt;
    }
}
