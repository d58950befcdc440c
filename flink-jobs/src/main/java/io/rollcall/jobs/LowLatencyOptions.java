package io.rollcall.jobs;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.Priority;

/**
 * Keeps what RocksDB does by itself, and at each checkpoint, out of the way of events. What is flushed and synced at a checkpoint is flushed and synced while
 * the task stands still.
 */
public class LowLatencyOptions implements RocksDBOptionsFactory {
    private static final long serialVersionUID = 1;

    /**
     * Each file that comes or goes is noted in the manifest, and each checkpoint copies it while the task stands still, and uploads it whole. Left alone it
     * grows up to 1 GB; so it begins anew, with the files that are there, when it has come to a few thousand notes.
     */
    private static final long MANIFEST_BYTES = 1 << 20;

    /**
     * Written files go to the disk by the megabyte. Left alone, all that merging wrote goes there when a file ends, tens of megabytes at once, and the sync
     * of a checkpoint stands behind it in the disk's queue.
     */
    private static final long BYTES_PER_SYNC = 1 << 20;

    /** The factory; Flink makes it by name. */
    public LowLatencyOptions() {}

    @Override
    public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
        // merging of every job in this process (its threads are shared): events first. Where the cores are never idle
        // files gather until writes wait for it
        Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW);
        return current.setMaxManifestFileSize(MANIFEST_BYTES)
                .setBytesPerSync(BYTES_PER_SYNC)
                // all states together, with one note and one sync of manifest and directory, instead of one state after
                // the other
                .setAtomicFlush(true);
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
        return current;
    }
}
