package io.rollcall.jobs.event;

import java.io.Serializable;
import java.util.function.LongSupplier;

/** The wall clock in milliseconds since the epoch; used only to refuse what is dated ahead of it, and for heartbeats. */
@FunctionalInterface
public interface WallClock extends LongSupplier, Serializable {

    /** The clock of the machine. */
    WallClock SYSTEM = System::currentTimeMillis;
}
