package io.rollcall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.rocksdb.ColumnFamilyOptions;

class SmallWriteBuffersTest {
    @Test
    void youngFilesAreMergedLate() {
        try (ColumnFamilyOptions options = new ColumnFamilyOptions()) {
            new SmallWriteBuffers().createColumnOptions(options, new ArrayList<>());
            assertThat(options.level0FileNumCompactionTrigger()).isEqualTo(16);
            assertThat(options.level0SlowdownWritesTrigger()).isGreaterThan(16);
            assertThat(options.level0StopWritesTrigger()).isGreaterThan(options.level0SlowdownWritesTrigger());
        }
    }
}
