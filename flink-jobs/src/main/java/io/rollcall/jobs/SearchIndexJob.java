package io.rollcall.jobs;

import io.rollcall.jobs.config.ConfigurationException;
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

    /**
     * Submits the job; {@code --help} prints the reference of the configuration instead.
     *
     * @throws ConfigurationException with every error in the configuration; nothing is submitted
     */
    public static void main(String[] args) throws Exception {
        if (JobConfiguration.asksForHelp(args)) {
            System.out.println(JobConfiguration.reference());
            return;
        }
        JobConfiguration configuration = JobConfiguration.fromArguments(args);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        build(environment, configuration);
        environment.execute(NAME);
    }

    /** Adds the job to an environment, and sets that up. */
    public static void build(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        SearchIndex.build(environment, configuration);
    }
}
