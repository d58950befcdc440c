package io.rollcall.console;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the console to whoever sits at this machine, and the page to its own code.
 *
 * <p>Listening on loopback is not enough: a page of a stranger, open in the same browser, can point a name of its own at
 * 127.0.0.1 and then read what is served here (DNS rebinding). It cannot choose the Host header, so that is checked.
 */
final class Guard {

    private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]");

    private final String policy;

    /** @param scriptHash the source expression of the page's one inline script */
    Guard(String scriptHash) {
        this.policy = "default-src 'none'; script-src 'self' '" + scriptHash + "'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html";
    }

    void check(Context request) {
        request.header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin");
        if (!isLocal(request.host())) {
            request.status(HttpStatus.MISDIRECTED_REQUEST)
                    .json(Map.of("message", "The console answers to localhost and 127.0.0.1 only."))
                    .skipRemainingHandlers();
        }
    }

    private static boolean isLocal(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return LOCAL.contains(name);
    }
}
