package io.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a real Elasticsearch, or its address, one for all test classes of a process: a start takes more of the processor than
 * most classes do. Each class keeps to indices of its own prefixes. One that is stopped is started again for the next class.
 */
public final class SharedElasticsearch implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedElasticsearch.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == URI.class || type == Server.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Maven's process has one session for all its classes, but runs each of them by itself
        Server server = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(Server.class, key -> new Server(), Server.class);
        server.start();
        return parameter.getParameter().getType() == URI.class ? server.url() : server;
    }

    /** A server that can be stopped, and started again with what is in it and at the same address. */
    public static final class Server implements AutoCloseable {
        private final Path directory;
        private EmbeddedElasticsearch elasticsearch;

        private Server() {
            try {
                directory = Files.createTempDirectory(
                        "elasticsearch-of-tests-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            elasticsearch = start(0);
        }

        public URI url() {
            return elasticsearch.url();
        }

        public void stop() {
            elasticsearch.close();
        }

        /** Does nothing if it runs. */
        public void start() {
            if (!elasticsearch.isAlive()) {
                elasticsearch = start(elasticsearch.url().getPort());
            }
        }

        private EmbeddedElasticsearch start(int port) {
            return EmbeddedElasticsearch.in(directory).port(port).start();
        }

        @Override
        public void close() {
            elasticsearch.close();
            Directories.delete(directory);
        }
    }
}
