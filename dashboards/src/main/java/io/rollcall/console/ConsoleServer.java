package io.rollcall.console;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientOptions;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import io.javalin.Javalin;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.net.URI;
import org.apache.http.client.config.RequestConfig;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.elasticsearch.client.RequestOptions;
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
    private final RestClientTransport transport;

    private ConsoleServer(Javalin server, ConsoleApi api, RestClientTransport transport) {
        this.server = server;
        this.api = api;
        this.transport = transport;
    }

    /** A console that reads the Elasticsearch at an address, such as {@code http://127.0.0.1:9200}. */
    public static Builder builder(URI elasticsearch) {
        return builder(ElasticsearchConnection.to(elasticsearch.toString()));
    }

    /** A console that reads an Elasticsearch. */
    public static Builder builder(ElasticsearchConnection elasticsearch) {
        return new Builder(elasticsearch);
    }

    /** How a console is to be. */
    public static final class Builder {
        private final ElasticsearchConnection elasticsearch;
        private IndexNames names = IndexNames.DEFAULT;
        private int port;

        private Builder(ElasticsearchConnection elasticsearch) {
            this.elasticsearch = elasticsearch;
        }

        /** Where to read; the indices that begin with {@code rollcall} by default. */
        public Builder indices(IndexNames names) {
            this.names = names;
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
            RestClientTransport transport;
            try {
                transport =
                        new RestClientTransport(elasticsearch.open(), new JacksonJsonpMapper(Json.MAPPER), impatient());
            } catch (IOException e) {
                throw new ConsoleException("The console cannot start: " + e.getMessage(), e);
            }
            return ConsoleServer.start(
                    new Search(new ElasticsearchClient(transport), elasticsearch, names), transport, port);
        }
    }

    /** A page that waits is told soon that Elasticsearch does not answer. */
    private static RestClientOptions impatient() {
        return new RestClientOptions(
                RequestOptions.DEFAULT.toBuilder()
                        .setRequestConfig(RequestConfig.custom()
                                .setConnectTimeout(CONNECT_MILLIS)
                                .setSocketTimeout(ANSWER_MILLIS)
                                .build())
                        .build(),
                false);
    }

    private static ConsoleServer start(Search search, RestClientTransport transport, int port) {
        ConsoleApi api = new ConsoleApi(search);
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
        ConsoleServer console = new ConsoleServer(server, api, transport);
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
        try {
            transport.close();
        } catch (IOException e) {
            LOG.debug("The client was closed with a failure that matters to nobody any more", e);
        }
    }
}
