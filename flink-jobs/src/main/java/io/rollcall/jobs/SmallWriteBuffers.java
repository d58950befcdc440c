package io.rollcall.jobs;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * Lets RocksDB gather many of the small files that small write buffers make before it merges them into the next level: each merge
 * rewrites most of that level, so merging four files of 4 MB each time would write every change a dozen times. A read asks
 * the files' Bloom filters meanwhile.
 *
 * <p>Each file that comes or goes is also noted in RocksDB's manifest, which each checkpoint copies while the task stands still, and uploads whole. Left
 * alone it grows up to 1 GB; so it begins anew, with the files that are there, when it has come to a few thousand notes.
 */
public final class SmallWriteBuffers implements RocksDBOptionsFactory {
    private static final long serialVersionUID = 1;

    private static final int FILES_TO_MERGE = 16;
    private static final int FILES_TO_SLOW_DOWN = 40;
    private static final int FILES_TO_STOP = 60;

    /** Of the manifest, in bytes. */
    private static final long MANIFEST = 1 << 20;

    /** The factory; Flink makes it by name. */
    public SmallWriteBuffers() {}

    @Override
    public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
        return current.setMaxManifestFileSize(MANIFEST);
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
        return current.setLevel0FileNumCompactionTrigger(FILES_TO_MERGE)
                .setLevel0SlowdownWritesTrigger(FILES_TO_SLOW_DOWN)
                .setLevel0StopWritesTrigger(FILES_TO_STOP);
    }
}
