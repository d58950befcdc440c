/**
 * The real servers of the demo and of the integration tests: a Kafka broker, a Flink cluster and an Elasticsearch server.
 *
 * <p>Every server listens on loopback only and ends with this process, however that ends. May enter: what starts, stops
 * and prepares servers. May not: anything that knows what an event or an outcome is.
 */
@NullMarked
package io.rollcall.embedded;

import org.jspecify.annotations.NullMarked;
