package io.rollcall.console;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import io.javalin.Javalin;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.URI;
import org.apache.http.HttpHost;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console: serves the page for people who run communities, on loopback only, from what the search-index job wrote to
 * Elasticsearch. It starts with or without Elasticsearch, and while there is none says so.
 *
 * <pre>{@code
 * try (ConsoleServer console = ConsoleServer.builder(URI.create("http://127.0.0.1:9200")).start()) {
 *     System.out.println(console.uri());
 *     …
 * }
 * }</pre>
 */
public final class ConsoleServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 5_000;

    /** A page takes one thread for its live stream, and another while it asks. */
    private static final int MOST_THREADS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

    private final Javalin server;
    private final ConsoleApi api;
    private final @Nullable AutoCloseable ownedClient;

    private ConsoleServer(Javalin server, ConsoleApi api, @Nullable AutoCloseable ownedClient) {
        this.server = server;
        this.api = api;
        this.ownedClient = ownedClient;
    }

    /**
     * A console that reads the Elasticsearch at an address, such as {@code http://127.0.0.1:9200}, by a client of its own.
     */
    public static Builder builder(URI elasticsearch) {
        return new Builder(elasticsearch, null);
    }

    /** A console that reads through a client that is configured, and closed, elsewhere. */
    public static Builder builder(ElasticsearchClient elasticsearch) {
        return new Builder(null, elasticsearch);
    }

    /** How a console is to be. */
    public static final class Builder {
        private final @Nullable URI address;
        private final @Nullable ElasticsearchClient client;
        private String indexPrefix = "rollcall";
        private int port;

        private Builder(@Nullable URI address, @Nullable ElasticsearchClient client) {
            this.address = address;
            this.client = client;
        }

        /** What the names of the indices begin with; {@code rollcall} by default. */
        public Builder indexPrefix(String prefix) {
            this.indexPrefix = prefix;
            return this;
        }

        /** The port on 127.0.0.1; 0, the default, takes any that is free. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * Starts the console.
         *
         * @throws ConsoleException if it cannot start, such as when the port is in use; the message says what to do
         */
        public ConsoleServer start() {
            if (port < 0 || port > 65_535) {
                throw new ConsoleException("The console's port is a number from 0 (any) to 65535, not " + port + ".");
            }
            IndexNames names = new IndexNames(indexPrefix);
            if (client != null) {
                return ConsoleServer.start(client, null, names, port);
            }
            RestClientTransport transport = new RestClientTransport(connect(), new JacksonJsonpMapper(Json.MAPPER));
            return ConsoleServer.start(new ElasticsearchClient(transport), transport, names, port);
        }

        private RestClient connect() {
            URI uri = address;
            if (uri == null || uri.getHost() == null || uri.getScheme() == null) {
                throw new ConsoleException("The address of Elasticsearch looks like http://127.0.0.1:9200, not " + uri);
            }
            return RestClient.builder(HttpHost.create(uri.getScheme() + "://" + uri.getAuthority()))
                    .setPathPrefix(uri.getPath() == null || uri.getPath().isEmpty() ? "/" : uri.getPath())
                    .setRequestConfigCallback(
                            config -> config.setConnectTimeout(CONNECT_MILLIS).setSocketTimeout(ANSWER_MILLIS))
                    .build();
        }
    }

    private static ConsoleServer start(
            ElasticsearchClient client, @Nullable AutoCloseable ownedClient, IndexNames names, int port) {
        ConsoleApi api = new ConsoleApi(new Search(client, names));
        Javalin server = Javalin.create(config -> {
            config.showJavalinBanner = false;
            config.startupWatcherEnabled = false;
            // over loopback compression costs more than it saves, and it holds back a live stream
            config.http.disableCompression();
            config.jsonMapper(new JavalinJackson(Json.MAPPER, false));
            config.jetty.threadPool = threads();
            config.jetty.modifyServer(jetty -> jetty.setStopTimeout(0));
            api.install(config);
        });
        ConsoleServer console = new ConsoleServer(server, api, ownedClient);
        try {
            server.start(LOOPBACK, port);
        } catch (JavalinBindException e) {
            console.close();
            throw new ConsoleException(
                    "Port " + port + " on " + LOOPBACK + " is in use, so the console cannot listen there."
                            + " Stop what uses it, or choose another port (0 takes any that is free).",
                    e);
        } catch (RuntimeException e) {
            console.close();
            throw new ConsoleException("The console cannot start: " + e.getMessage(), e);
        }
        LOG.info("The console listens on {}", console.uri());
        return console;
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
        threads.setName("console");
        threads.setDaemon(true);
        return threads;
    }

    /** Where the page is. */
    public URI uri() {
        return URI.create("http://" + LOOPBACK + ":" + server.port() + "/");
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    /** Ends every open page's stream and stops listening. Closing twice does nothing. */
    @Override
    public void close() {
        api.close();
        server.stop();
        if (ownedClient != null) {
            try {
                ownedClient.close();
            } catch (IOException e) {
                LOG.debug("The client was closed with a failure that matters to nobody any more", e);
            } catch (Exception e) {
                throw new IllegalStateException("The Elasticsearch client cannot be closed", e);
            }
        }
    }
}
