package io.rollcall.cli.demo;

import io.rollcall.embedded.RollcallPlatform;
import io.rollcall.search.ElasticsearchConnection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What runs by now.
 *
 * @param platform the servers
 * @param jobs the jobs on them
 * @param feed into the events topic
 * @param offsets of all topics
 * @param start where the events topic ended before anything was fed
 * @param elasticsearch the way to the indices
 * @param talk to the person who watches
 */
record Parts(
        RollcallPlatform platform,
        Jobs jobs,
        EventFeed feed,
        Offsets offsets,
        Map<TopicPartition, Long> start,
        ElasticsearchConnection elasticsearch,
        Talk talk) {}
