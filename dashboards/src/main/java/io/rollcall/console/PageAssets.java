package io.rollcall.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page and all that it loads, from the class path. The address of every asset holds a fingerprint of all of them, so
 * that browsers may keep assets for ever and still never mix two versions.
 */
final class PageAssets {

    /** What may be asked of the page's own folder; everything else there is none of the browser's business. */
    private static final Map<String, String> OWN = own();

    private static final Pattern LIBRARY = Pattern.compile("lib/([a-z_-]+)/((?:[a-z-]+/)*[a-z-]+\\.js)");
    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final Properties libraries = new Properties();
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();
    private final String version;
    private final Asset page;
    private final String scriptHash;

    /** @param contentType with its character set */
    record Asset(String contentType, byte[] content) {}

    PageAssets() {
        try (InputStream versions = resource("libraries.properties")) {
            libraries.load(versions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MessageDigest digest = sha256();
        new TreeMap<>(OWN).keySet().forEach(name -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(read(name));
        });
        new TreeMap<>(libraries)
                .values()
                .forEach(library -> digest.update(String.valueOf(library).getBytes(StandardCharsets.UTF_8)));
        byte[] template = read("index.html");
        digest.update(template);
        version = HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        String html = new String(template, StandardCharsets.UTF_8).replace("{{version}}", version);
        page = new Asset("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
        Matcher script = INLINE_SCRIPT.matcher(html);
        if (!script.find()) {
            throw new IllegalStateException("index.html has no import map");
        }
        scriptHash = "sha256-"
                + Base64.getEncoder()
                        .encodeToString(sha256().digest(script.group(1).getBytes(StandardCharsets.UTF_8)));
    }

    /** Of all assets together. */
    String version() {
        return version;
    }

    Asset page() {
        return page;
    }

    /** The source expression by which a content security policy admits the page's one inline script, its import map. */
    String scriptHash() {
        return scriptHash;
    }

    /** The asset of a path such as {@code base.css} or {@code lib/lit/index.js}; null if there is none. */
    @Nullable
    Asset find(String path) {
        Asset known = assets.get(path);
        if (known != null) {
            return known;
        }
        String resource = locate(path);
        if (resource == null) {
            return null;
        }
        String type = OWN.getOrDefault(path, "text/javascript");
        try (InputStream content = PageAssets.class.getResourceAsStream(resource)) {
            if (content == null) {
                return null;
            }
            Asset asset = new Asset(type + "; charset=utf-8", content.readAllBytes());
            assets.put(path, asset);
            return asset;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> own() {
        Map<String, String> own = new TreeMap<>();
        for (String sheet : List.of("base", "top", "community", "alerts", "member", "adapt")) {
            own.put(sheet + ".css", "text/css");
        }
        for (String module : List.of(
                "alerts",
                "app",
                "community",
                "element",
                "feed",
                "format",
                "icons",
                "ladders",
                "live",
                "member",
                "search",
                "stages",
                "timeline")) {
            own.put(module + ".js", "text/javascript");
        }
        own.put("favicon.svg", "image/svg+xml");
        return Map.copyOf(own);
    }

    private @Nullable String locate(String path) {
        if (OWN.containsKey(path)) {
            return "page/" + path;
        }
        Matcher library = LIBRARY.matcher(path);
        if (!library.matches()) {
            return null;
        }
        String libraryVersion = libraries.getProperty(library.group(1));
        return libraryVersion == null
                ? null
                : "/META-INF/resources/webjars/" + library.group(1) + "/" + libraryVersion + "/" + library.group(2);
    }

    private static byte[] read(String name) {
        try (InputStream content = resource(name)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream resource = PageAssets.class.getResourceAsStream("page/" + name);
        if (resource == null) {
            throw new IllegalStateException("The console's page is not on the class path: " + name + " is missing");
        }
        return resource;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
