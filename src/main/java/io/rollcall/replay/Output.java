package io.rollcall.replay;

import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import java.io.IOException;

/**
 * Where a replay's results go, in the order of SEMANTICS section 7: outcomes by instant and member, then members. It is
 * called from one thread at a time, which need not be the one that runs the replay.
 */
public interface Output {

    /** The next outcome. */
    void outcome(Outcome outcome) throws IOException;

    /** The next member, as it is at the end. */
    void member(Snapshot member) throws IOException;

    /**
     * What was said so far does not count: the history turned out to be in no order and is taken again, sorted. An output
     * that collects forgets; it is called once at most.
     */
    void restart() throws IOException;
}
