/**
 * The console: the page for people who run communities, and the server on loopback that feeds it.
 *
 * <p>It reads Elasticsearch and nothing else; every search is bounded. No rule is decided here, and of the engine nothing
 * but its words and what they stand on may enter, no Flink and no Kafka class; what leaves is the page, its JSON and its live stream.
 */
@NullMarked
package io.rollcall.console;

import org.jspecify.annotations.NullMarked;
