package io.rollcall.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.TransportUtils;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Elasticsearch: the nodes, who we are, and whom we trust. Opens nothing by itself.
 *
 * @param urls the nodes, as {@code http://host:port} or {@code https://host:port}; a path, if any, is the same for all
 * @param credentials who we are; null where nobody asks, as in the demo on loopback
 * @param caCertificate a PEM file with the authority that signed the nodes' certificates; null: as Java trusts
 */
public record ElasticsearchConnection(
        List<String> urls,
        @Nullable Credentials credentials,
        @Nullable String caCertificate) implements Serializable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 60_000;

    /**
     * Checks the URLs.
     *
     * @throws IllegalArgumentException if one is none
     */
    public ElasticsearchConnection {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("the URL of Elasticsearch is missing; expected: http://HOST:PORT");
        }
        if (urls.stream().map(url -> cleanPath(checked(url))).distinct().count() > 1) {
            throw new IllegalArgumentException("the URLs of Elasticsearch have different paths: " + urls);
        }
    }

    /** A connection without credentials. */
    public static ElasticsearchConnection to(String... urls) {
        return new ElasticsearchConnection(List.of(urls), null, null);
    }

    /** The same nodes, as somebody. */
    public ElasticsearchConnection as(Credentials somebody) {
        return new ElasticsearchConnection(urls, somebody, caCertificate);
    }

    /**
     * A low-level client, for requests whose bytes are at hand. Nothing is sent yet. The caller closes it.
     *
     * @throws IOException if the CA certificate cannot be read
     */
    public RestClient open() throws IOException {
        SSLContext trust = caCertificate == null ? null : trust(caCertificate);
        HttpHost[] hosts = urls.stream()
                .map(ElasticsearchConnection::checked)
                .map(url -> new HttpHost(url.getHost(), port(url), url.getScheme()))
                .toArray(HttpHost[]::new);
        RestClientBuilder builder = RestClient.builder(hosts)
                .setRequestConfigCallback(
                        request -> request.setConnectTimeout(CONNECT_MILLIS).setSocketTimeout(ANSWER_MILLIS))
                .setHttpClientConfigCallback(client -> {
                    if (trust != null) {
                        client.setSSLContext(trust);
                    }
                    // a firewall that forgets an idle connection must not cost a request its whole time-out
                    return client.setDefaultIOReactorConfig(
                            IOReactorConfig.custom().setSoKeepAlive(true).build());
                });
        String path = cleanPath(checked(urls.get(0)));
        if (!path.isEmpty()) {
            builder.setPathPrefix(path);
        }
        if (credentials != null) {
            builder.setDefaultHeaders(
                    new Header[] {new BasicHeader(HttpHeaders.AUTHORIZATION, credentials.authorization())});
        }
        return builder.build();
    }

    /**
     * A typed client. Nothing is sent yet. The caller closes it.
     *
     * @throws IOException if the CA certificate cannot be read
     */
    public ElasticsearchClient client() throws IOException {
        return new ElasticsearchClient(new RestClientTransport(open(), new JacksonJsonpMapper()));
    }

    /** The nodes, for people. */
    @Override
    public String toString() {
        return String.join(", ", urls);
    }

    private static URI checked(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrong(url), e);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(wrong(url));
        }
        if (uri.getUserInfo() != null) {
            // the URL is printed in logs, so that a password must not be part of it
            throw new IllegalArgumentException("the URL of Elasticsearch at " + uri.getHost()
                    + " holds a user; give user name and password by options of their own");
        }
        return uri;
    }

    private static String wrong(String url) {
        return "'" + url + "' is no URL of Elasticsearch; expected: http://HOST:PORT or https://HOST:PORT";
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 9200;
    }

    private static String cleanPath(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static SSLContext trust(String caCertificate) throws IOException {
        File file = new File(caCertificate);
        if (!file.canRead()) {
            throw new IOException("the CA certificate of Elasticsearch, " + file.getAbsolutePath()
                    + ", cannot be read; expected: a PEM file");
        }
        try {
            return TransportUtils.sslContextFromHttpCaCrt(file);
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "the CA certificate of Elasticsearch, " + file.getAbsolutePath() + ", is no certificate ("
                            + e.getMessage() + "); expected: a PEM file",
                    e);
        }
    }
}
