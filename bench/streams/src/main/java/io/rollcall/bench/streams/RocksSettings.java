package io.rollcall.bench.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * RocksDB with the memory that Flink's has in the example configuration, half of it for members and half for deadlines, of
 * which few blocks are ever read. The rest is what Kafka Streams chooses: bloom filter, no compression, universal compaction.
 */
public final class RocksSettings implements RocksDBConfigSetter {
    private static final long CACHE_BYTES = 400L << 20;
    private static final long WRITE_BUFFER_BYTES = 64L << 20;
    private static final int WRITE_BUFFERS = 2;
    private static final int THREADS = 4;

    private @Nullable Cache cache;

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        Cache own = new LRUCache(CACHE_BYTES);
        cache = own;
        table.setBlockCache(own);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
        options.setIncreaseParallelism(THREADS);
    }

    @Override
    public void close(String store, Options options) {
        // one of these is made for each store, and the options do not own what they were given
        if (cache != null) {
            cache.close();
        }
    }
}
