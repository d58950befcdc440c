package io.rollcall.jobs.program;

import java.io.Serializable;
import java.util.List;

/**
 * What there is in the programs topic before the first event is looked at.
 *
 * <p>Events and programs arrive by different ways: without this, the first events of a job would meet no program at all,
 * or after a restart not the ones that were published meanwhile.
 */
@FunctionalInterface
public interface ProgramBootstrap extends Serializable {

    /** Every message of the topic, up to its end at the time of the call. */
    List<ProgramMessage> read();
}
