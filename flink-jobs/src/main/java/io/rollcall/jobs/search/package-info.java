/**
 * The search-index job: what the other jobs say, as documents in Elasticsearch.
 *
 * <p>In come records of the outcome topics, the members and the programs, as bytes; out go documents with ids and
 * versions that make every repetition harmless, and dead letters for what cannot be one. It decides no rule, and waits
 * for Elasticsearch for as long as that takes.
 */
@NullMarked
package io.rollcall.jobs.search;

import org.jspecify.annotations.NullMarked;
