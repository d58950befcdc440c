package io.rollcall.console;

import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** The console over a sample community, to look at: give it the URL of an Elasticsearch, and a port. */
final class ConsoleByHand {

    private ConsoleByHand() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        URI elasticsearch = URI.create(args[0]);
        IndexNames names = new IndexNames("by-hand-" + System.currentTimeMillis());
        try (Documents documents = new Documents(elasticsearch, names, "book-club")) {
            new SampleCommunity(documents, 7).write();
            documents.sendAndRefresh();
        }
        try (ConsoleServer console = ConsoleServer.builder(elasticsearch)
                .indices(names)
                .port(Integer.parseInt(args[1]))
                .start()) {
            System.out.println(console.uri());
            new CountDownLatch(1).await();
        }
    }
}
