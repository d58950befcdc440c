package io.rollcall.jobs;

import java.util.Collection;
import org.rocksdb.ColumnFamilyOptions;

/**
 * Lets RocksDB gather many of the small files that small write buffers make before it merges them into the next level: each merge
 * rewrites most of that level, so merging four files of 4 MB each time would write every change a dozen times. A read asks
 * the files' Bloom filters meanwhile.
 */
public final class SmallWriteBuffers extends LowLatencyOptions {
    private static final long serialVersionUID = 1;

    private static final int FILES_TO_MERGE = 16;
    private static final int FILES_TO_SLOW_DOWN = 40;
    private static final int FILES_TO_STOP = 60;

    /** The factory; Flink makes it by name. */
    public SmallWriteBuffers() {}

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
        return current.setLevel0FileNumCompactionTrigger(FILES_TO_MERGE)
                .setLevel0SlowdownWritesTrigger(FILES_TO_SLOW_DOWN)
                .setLevel0StopWritesTrigger(FILES_TO_STOP);
    }
}
