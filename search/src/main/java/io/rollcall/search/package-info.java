/**
 * The way to Elasticsearch: how to connect, what a failed request means, and where documents live.
 *
 * <p>Whoever writes documents, reads them or sets indices up comes through here, so that names, ids and credentials have
 * one place. Nothing here knows what is in a document, nor Flink, Kafka or Avro.
 */
@NullMarked
package io.rollcall.search;

import org.jspecify.annotations.NullMarked;
