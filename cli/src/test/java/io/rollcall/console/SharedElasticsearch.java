package io.rollcall.console;

import io.rollcall.embedded.EmbeddedElasticsearch;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the address of a real Elasticsearch, one for all test classes: each keeps to indices of its own prefix. */
final class SharedElasticsearch implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedElasticsearch.class);

    private record Server(EmbeddedElasticsearch elasticsearch) implements AutoCloseable {
        @Override
        public void close() {
            elasticsearch.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == URI.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Server.class, key -> new Server(EmbeddedElasticsearch.temporary()), Server.class)
                .elasticsearch()
                .url();
    }
}
