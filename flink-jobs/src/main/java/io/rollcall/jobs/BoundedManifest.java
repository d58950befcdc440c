package io.rollcall.jobs;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * Bounds RocksDB's manifest. Each file that comes or goes is noted in it, and each checkpoint copies it while the task stands still, and uploads it
 * whole. Left alone it grows up to 1 GB; so it begins anew, with the files that are there, when it has come to a few thousand notes.
 */
public class BoundedManifest implements RocksDBOptionsFactory {
    private static final long serialVersionUID = 1;

    private static final long BYTES = 1 << 20;

    /** The factory; Flink makes it by name. */
    public BoundedManifest() {}

    @Override
    public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
        return current.setMaxManifestFileSize(BYTES);
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
        return current;
    }
}
