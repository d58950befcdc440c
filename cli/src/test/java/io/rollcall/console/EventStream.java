package io.rollcall.console;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the live stream sends, as a browser would read it. */
final class EventStream implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;
    private final Thread reader;

    record Event(String section, JsonNode data) {}

    EventStream(ConsoleServer console, String query) throws IOException, InterruptedException {
        URI address = console.uri().resolve("/api/live?" + query);
        lines = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofLines())
                .body();
        reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        String section = "";
        try {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("event: ")) {
                    section = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(section, JSON.readTree(line.substring(6))));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            // the stream was closed, by either end
        }
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** Waits until a section with such a value has come. */
    void awaitSection(String section, Duration most, Predicate<JsonNode> value) {
        await("section " + section)
                .atMost(most)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        events.stream().anyMatch(event -> event.section().equals(section) && value.test(event.data())));
    }

    @Override
    public void close() {
        reader.interrupt();
        lines.close();
    }
}
