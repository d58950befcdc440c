package io.rollcall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;

class SmallWriteBuffersTest {
    /** The manifest has the first and the last key of each file. */
    private static final String LONG = "k".repeat(20_000);

    /** Their notes are 4 MB; of the files that are not merged yet sixty at most are there. */
    private static final int FILES = 100;

    @TempDir
    private Path directory;

    @Test
    void youngFilesAreMergedLate() {
        try (ColumnFamilyOptions options = new ColumnFamilyOptions()) {
            new SmallWriteBuffers().createColumnOptions(options, new ArrayList<>());
            assertThat(options.level0FileNumCompactionTrigger()).isEqualTo(16);
            assertThat(options.level0SlowdownWritesTrigger()).isGreaterThan(16);
            assertThat(options.level0StopWritesTrigger()).isGreaterThan(options.level0SlowdownWritesTrigger());
        }
    }

    @Test
    void theManifestThatEachCheckpointCopiesBeginsAnewAfterAMegabyte() throws Exception {
        SmallWriteBuffers factory = new SmallWriteBuffers();
        List<AutoCloseable> handles = new ArrayList<>();
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try (DBOptions options =
                        factory.createDBOptions(new DBOptions(), handles).setCreateIfMissing(true);
                ColumnFamilyOptions ofFamily = factory.createColumnOptions(new ColumnFamilyOptions(), handles);
                FlushOptions flush = new FlushOptions();
                RocksDB db = RocksDB.open(
                        options,
                        directory.toString(),
                        List.of(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, ofFamily)),
                        families)) {
            String first = manifest();
            for (int file = 0; file < FILES; file++) {
                db.put(key("a", file), new byte[1]);
                db.put(key("b", file), new byte[1]);
                db.flush(flush);
            }
            assertThat(manifest()).isNotEqualTo(first);
            assertThat(Files.size(directory.resolve(manifest())))
                    .as("of %d files with two keys of 20 kB each", FILES)
                    .isLessThan(3_000_000);
        }
    }

    private static byte[] key(String prefix, int number) {
        return (prefix + LONG + number).getBytes(StandardCharsets.UTF_8);
    }

    /** The name of the manifest that counts. */
    private String manifest() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("CURRENT"))) {
            return lines.findFirst().orElseThrow();
        }
    }
}
