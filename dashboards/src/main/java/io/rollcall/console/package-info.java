/**
 * The console: the page for people who run communities, and the server on loopback that feeds it.
 *
 * <p>It reads Elasticsearch and nothing else; every search is bounded. No rule is decided here and no engine, Flink or
 * Kafka class may enter; what leaves is the page, its JSON and its live stream.
 */
@NullMarked
package io.rollcall.console;

import org.jspecify.annotations.NullMarked;
