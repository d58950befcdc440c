package io.rollcall.replay;

import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Results kept in memory, for histories of which that is known to suffice. */
public final class Collected implements Output {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Snapshot> members = new ArrayList<>();

    @Override
    public void outcome(Outcome outcome) {
        outcomes.add(outcome);
    }

    @Override
    public void member(Snapshot member) {
        members.add(member);
    }

    @Override
    public void restart() {
        outcomes.clear();
        members.clear();
    }

    /** What became true, in order. */
    public List<Outcome> outcomes() {
        return Collections.unmodifiableList(outcomes);
    }

    /** The members at the end, in order. */
    public List<Snapshot> members() {
        return Collections.unmodifiableList(members);
    }
}
