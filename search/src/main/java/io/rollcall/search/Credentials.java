package io.rollcall.search;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who we are to Elasticsearch. Never prints its secret. */
public sealed interface Credentials extends Serializable {

    /** The value of the {@code Authorization} header. */
    String authorization();

    /**
     * An API key.
     *
     * @param encoded in its encoded form, as Elasticsearch gives it
     */
    record ApiKey(String encoded) implements Credentials {
        @Override
        public String authorization() {
            return "ApiKey " + encoded;
        }

        @Override
        public String toString() {
            return "an API key";
        }
    }

    /** A user and a password. */
    record Basic(String username, String password) implements Credentials {
        @Override
        public String authorization() {
            byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }

        @Override
        public String toString() {
            return "the user " + username;
        }
    }
}
