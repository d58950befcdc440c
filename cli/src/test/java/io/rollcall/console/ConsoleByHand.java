package io.rollcall.console;

import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The console over a sample community, to look at: give it the URL of an Elasticsearch, and a port. */
final class ConsoleByHand {

    private ConsoleByHand() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        IndexNames names = new IndexNames("by-hand");
        try (Documents documents = new Documents(URI.create(args[0]), names, "book-club")) {
            new SampleCommunity(documents, 7).write();
            for (String hostile : new String[] {
                "<script>alert('x')</script>", "a/b:c", "\u202Eevil name", "😀 Zoë \"quotes\" & 'more'", "محمد"
            }) {
                Instant at = SampleCommunity.NOW;
                documents.put(documents
                        .member(hostile, at.minusSeconds(86_400L * 20), at)
                        .put("stage", "growing"));
                documents.badge(
                        hostile,
                        at.minusSeconds(hostile.length()),
                        "first-words",
                        "First words",
                        null,
                        Map.of("posts", 1));
            }
            documents.sendAndRefresh();
        }
        try (ConsoleServer console = ConsoleServer.builder(URI.create(args[0]))
                .indices(names)
                .port(Integer.parseInt(args[1]))
                .start()) {
            System.out.println(console.uri());
            new CountDownLatch(1).await();
        }
    }
}
