package io.rollcall.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What Flink's web page asks its JobManager. */
final class FlinkRest {
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI url;

    FlinkRest(URI url) {
        this.url = url;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    JsonNode read(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body());
    }

    /** The state of every job that has not ended, by its id. */
    Map<String, String> jobs() throws IOException, InterruptedException {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode job : read("/jobs/overview").path("jobs")) {
            states.put(job.path("jid").asText(), job.path("state").asText());
        }
        return states;
    }

    /** When the job last began to run, in milliseconds since the epoch; 0 while it does not. */
    long runningSince(String job) throws IOException, InterruptedException {
        JsonNode details = read("/jobs/" + job);
        return details.path("state").asText().equals("RUNNING")
                ? details.path("timestamps").path("RUNNING").asLong()
                : 0;
    }

    Checkpoints checkpoints(String job) throws IOException, InterruptedException {
        JsonNode counts = read("/jobs/" + job + "/checkpoints").path("counts");
        return new Checkpoints(
                counts.path("completed").asInt(), counts.path("failed").asInt());
    }

    /** How many there were. */
    record Checkpoints(int completed, int failed) {}
}
