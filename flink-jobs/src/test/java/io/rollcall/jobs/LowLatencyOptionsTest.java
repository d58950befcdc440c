package io.rollcall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;

/** A real RocksDB with the options, and two states in it. */
class LowLatencyOptionsTest {
    /** The manifest has the first and the last key of each file. */
    private static final String LONG = "k".repeat(20_000);

    /** Their notes are 4 MB. */
    private static final int FILES = 100;

    private static final int WRITE_BUFFER = 1 << 16;

    /** The field of {@code /proc/PID/task/TID/stat} behind the name in brackets, counted from that name; proc(5) counts it as the 19th. */
    private static final int NICE = 19 - 3;

    private static final String LOWEST_PRIORITY = "19";

    @TempDir
    private Path directory;

    private final List<AutoCloseable> handles = new ArrayList<>();
    private final List<ColumnFamilyHandle> states = new ArrayList<>();
    private DBOptions options;
    private ColumnFamilyOptions ofState;
    private RocksDB db;

    @BeforeEach
    void open() throws Exception {
        LowLatencyOptions factory = new LowLatencyOptions();
        options = factory.createDBOptions(new DBOptions(), handles)
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true);
        ofState =
                factory.createColumnOptions(new ColumnFamilyOptions(), handles).setWriteBufferSize(WRITE_BUFFER);
        db = RocksDB.open(
                options,
                directory.resolve("db").toString(),
                List.of(
                        new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, ofState),
                        new ColumnFamilyDescriptor(bytes("timers"), ofState)),
                states);
    }

    @AfterEach
    void close() throws Exception {
        states.forEach(ColumnFamilyHandle::close);
        db.close();
        ofState.close();
        options.close();
        for (AutoCloseable handle : handles) {
            handle.close();
        }
    }

    @Test
    void theManifestThatEachCheckpointCopiesBeginsAnewAfterAMegabyte() throws Exception {
        String first = manifest();
        try (FlushOptions flush = new FlushOptions()) {
            for (int file = 0; file < FILES; file++) {
                db.put(bytes("a" + LONG + file), new byte[1]);
                db.put(bytes("b" + LONG + file), new byte[1]);
                db.flush(flush);
            }
        }
        assertThat(manifest()).isNotEqualTo(first);
        assertThat(Files.size(directory.resolve("db").resolve(manifest())))
                .as("of %d files with two keys of 20 kB each", FILES)
                .isLessThan(3_000_000);
    }

    @Test
    void statesAreWrittenTogether() throws Exception {
        db.put(states.get(1), bytes("timer"), bytes(""));
        for (int written = 0; written < 4 * WRITE_BUFFER; written += LONG.length()) {
            db.put(states.get(0), bytes("member " + written), bytes(LONG));
        }
        try (FlushOptions flush = new FlushOptions()) {
            db.flush(flush, states.get(0));
        }
        assertThat(db.getLiveFilesMetaData())
                .as("nobody asked for the file of the timers")
                .anyMatch(file -> Arrays.equals(file.columnFamilyName(), bytes("timers")));
    }

    @Test
    void whatIsWrittenGoesToTheDiskByTheMegabyte() {
        assertThat(options.bytesPerSync()).isEqualTo(1 << 20);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void mergingLetsEventsPass() throws Exception {
        for (int file = 0; file < 2; file++) {
            db.put(bytes("member"), bytes("state " + file));
            try (FlushOptions flush = new FlushOptions()) {
                db.flush(flush);
            }
        }
        db.compactRange();
        assertThat(niceOfThreads("rocksdb:low")).contains(LOWEST_PRIORITY);
        assertThat(niceOfThreads("rocksdb:high")).isNotEmpty().doesNotContain(LOWEST_PRIORITY);
    }

    /** How nice each thread of this process is whose name begins so. */
    private static List<String> niceOfThreads(String name) throws IOException {
        List<String> nice = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.contains("(" + name)) {
                    String behindTheName = stat.substring(stat.lastIndexOf(')') + 2);
                    nice.add(behindTheName.split(" ")[NICE]);
                }
            }
        }
        return nice;
    }

    /** The name of the manifest that counts. */
    private String manifest() throws IOException {
        return Files.readString(directory.resolve("db").resolve("CURRENT")).strip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
