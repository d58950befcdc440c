package io.rollcall.jobs;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.search.SearchIndex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job {@code search-index}: every outcome, alert, member and program into Elasticsearch.
 *
 * <pre>
 * outcome topics, members, programs ──► Elasticsearch
 *                                  └──► dead letters
 * </pre>
 */
public final class SearchIndexJob {
    /** Its name on the cluster. */
    public static final String NAME = "search-index";

    private SearchIndexJob() {}

    /** Submits the job; {@code --help} prints the reference of the configuration instead. */
    public static void main(String[] args) throws Exception {
        Submission.submit(NAME, args, SearchIndexJob::build);
    }

    /** Adds the job to an environment, and sets that up. */
    public static void build(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        SearchIndex.build(environment, configuration, NAME);
    }
}
