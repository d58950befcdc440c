package io.rollcall.jobs;

import io.rollcall.jobs.config.ConfigurationException;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.search.SearchIndex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The entry of the job {@code search-index}: every outcome, alert, member and program into Elasticsearch. */
public final class SearchIndexJob {
    private SearchIndexJob() {}

    /** Runs it where Flink says: {@code flink run -c io.rollcall.jobs.SearchIndexJob rollcall-jobs.jar --KEY VALUE …}. */
    public static void main(String[] arguments) throws Exception {
        if (JobConfiguration.asksForHelp(arguments)) {
            System.out.println(JobConfiguration.reference());
            return;
        }
        JobConfiguration configuration;
        try {
            configuration = JobConfiguration.fromArguments(arguments);
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            throw e;
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        build(environment, configuration);
        environment.execute(SearchIndex.NAME);
    }

    /** Puts the job into an environment, with its checkpoints as configured. */
    public static void build(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        SearchIndex.build(environment, configuration);
    }
}
