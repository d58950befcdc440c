package io.rollcall.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.transport.TransportException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.apache.http.ConnectionClosedException;
import org.elasticsearch.client.ResponseException;

/** Elasticsearch did not do what it was asked; the message says where, why and what to do about it. */
public final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    /** What kind of trouble it is. */
    public enum Kind {
        /** Nobody answers. */
        UNREACHABLE,
        /** Somebody answers whom we do not trust, or who speaks TLS where we do not. */
        UNTRUSTED,
        /** It does not know us. */
        UNAUTHENTICATED,
        /** It knows us, and we may not. */
        FORBIDDEN,
        /** It has too much to do, or has not started yet. */
        BUSY,
        /** Who answers is no Elasticsearch. */
        NOT_ELASTICSEARCH,
        /** Anything else. */
        FAILED
    }

    private final Kind kind;

    private UnavailableException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What kind of trouble it is. */
    public Kind kind() {
        return kind;
    }

    /** What a failed request to these nodes means; an exception of this kind is handed back as it is. */
    public static UnavailableException of(ElasticsearchConnection connection, Throwable failure) {
        if (failure instanceof UnavailableException known) {
            return known;
        }
        if (failure instanceof ElasticsearchException answered) {
            return answered(connection, answered.status(), String.valueOf(answered.getMessage()), failure);
        }
        if (failure instanceof ResponseException answered) {
            return answered(
                    connection, answered.getResponse().getStatusLine().getStatusCode(), firstLine(answered), failure);
        }
        if (failure instanceof TransportException odd) {
            Throwable cause = odd.getCause();
            if (cause != null && cause != odd && cause instanceof Exception) {
                return of(connection, cause);
            }
            int status = odd.response() == null ? 0 : odd.response().statusCode();
            return status == 0
                    ? new UnavailableException(Kind.FAILED, at(connection) + firstLine(odd), failure)
                    : answered(connection, status, firstLine(odd), failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new UnavailableException(
                        Kind.UNTRUSTED,
                        "No safe connection to Elasticsearch at " + connection + " (" + firstLine(cause)
                                + "). Check http against https in elasticsearch.urls, and that"
                                + " elasticsearch.ca-certificate names the authority that signed its certificate.",
                        failure);
            }
            if (cause instanceof ConnectionClosedException) {
                return new UnavailableException(
                        Kind.UNREACHABLE,
                        "Elasticsearch at " + connection + " closed the connection. If it is not just stopping, it may"
                                + " want https instead of http in elasticsearch.urls.",
                        failure);
            }
        }
        if (failure instanceof IOException) {
            return new UnavailableException(
                    Kind.UNREACHABLE,
                    "Elasticsearch cannot be reached at " + connection + " (" + firstLine(failure)
                            + "). Start it, or name its address (elasticsearch.urls of a job, --elasticsearch of a"
                            + " command).",
                    failure);
        }
        return new UnavailableException(Kind.FAILED, at(connection) + firstLine(failure), failure);
    }

    /** What an answer of this status to a whole request means. */
    public static UnavailableException answered(
            ElasticsearchConnection connection, int status, String reason, Throwable cause) {
        return switch (status) {
            case 401 ->
                new UnavailableException(
                        Kind.UNAUTHENTICATED,
                        "Elasticsearch at " + connection
                                + (connection.credentials() == null
                                        ? " asks who we are. Set elasticsearch.api-key,"
                                        : " does not accept " + connection.credentials()
                                                + ". Check elasticsearch.api-key,")
                                + " or elasticsearch.username and elasticsearch.password.",
                        cause);
            case 403 ->
                new UnavailableException(
                        Kind.FORBIDDEN,
                        "Elasticsearch at " + connection + " does not allow this to "
                                + (connection.credentials() == null ? "an anonymous user" : connection.credentials())
                                + " (" + reason + "). Grant the privilege, or use other credentials.",
                        cause);
            case 408, 429, 502, 503, 504 ->
                new UnavailableException(
                        Kind.BUSY,
                        "Elasticsearch at " + connection + " cannot do more now (" + status + ": " + reason + ").",
                        cause);
            case 404, 405 ->
                new UnavailableException(
                        Kind.NOT_ELASTICSEARCH,
                        "What answers at " + connection + " does not know this request (" + status + ": " + reason
                                + "). Check that elasticsearch.urls names an Elasticsearch.",
                        cause);
            default -> new UnavailableException(Kind.FAILED, at(connection) + status + ": " + reason, cause);
        };
    }

    private static String at(ElasticsearchConnection connection) {
        return "Elasticsearch at " + connection + " failed: ";
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        return message.lines().findFirst().orElseThrow();
    }
}
