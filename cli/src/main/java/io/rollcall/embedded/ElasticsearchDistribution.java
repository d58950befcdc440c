package io.rollcall.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The Elasticsearch server as Maven resolved it, unpacked once for all runs.
 *
 * <p>The tree appears under its final name in one step, after it is complete: of two processes that unpack at once one is
 * too late and throws its own tree away, and one that was killed leaves a tree under another name.
 */
final class ElasticsearchDistribution {
    private static final String PARTIAL = ".unpacking-";
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final String NO_SERVER = "Elasticsearch cannot start";

    private ElasticsearchDistribution() {}

    /**
     * The zip that the build put beside our classes.
     *
     * @throws EmbeddedException if there is none
     */
    static Path zip() {
        Path build = buildDirectory();
        Path zip = build.resolve("elasticsearch").resolve("elasticsearch-" + version() + ".zip");
        requireZip(zip);
        return zip;
    }

    /** @throws EmbeddedException if there is no such file */
    static void requireZip(Path zip) {
        if (!Files.isRegularFile(zip)) {
            throw new EmbeddedException(
                    NO_SERVER,
                    "the server is not at " + zip,
                    "Build it with: mvn -DskipTests package (it fetches the server; it is not part of Rollcall's own jars).");
        }
    }

    /** Where unpacked servers are kept: $ROLLCALL_CACHE, else $XDG_CACHE_HOME/rollcall, else ~/.cache/rollcall. */
    static Path cache(Map<String, String> environment, boolean root) {
        String ours = environment.getOrDefault("ROLLCALL_CACHE", "");
        if (!ours.isBlank()) {
            return Path.of(ours);
        }
        // root's home is closed to others, and the server has to run as somebody else
        if (root) {
            return Path.of("/var/cache/rollcall");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!xdg.isBlank()) {
            return Path.of(xdg).resolve("rollcall");
        }
        // Java's own user.home is the one of the password file, whatever HOME says
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home") : home)
                .resolve(".cache")
                .resolve("rollcall");
    }

    /**
     * The server's home directory under the cache, unpacked if need be.
     *
     * @throws EmbeddedException if the zip is none or the disk has no room for it
     */
    static Path unpack(Path zip, Path cacheDirectory, Consumer<String> progress) {
        Path cache = Directories.make(
                cacheDirectory,
                "Elasticsearch is unpacked there: set ROLLCALL_CACHE to a directory that you may write to.");
        try (ZipFile file = open(zip)) {
            String name = topDirectory(file, zip);
            Path home = cache.resolve(name);
            if (isComplete(file, cache)) {
                return home;
            }
            sweep(cache);
            DiskSpace.require(
                    "Elasticsearch cannot be unpacked",
                    cache,
                    size(file) + size(file) / 10,
                    "Free some, or set ROLLCALL_CACHE to a directory on another disk.");
            progress.accept("unpacking Elasticsearch to " + cache + ", this once");
            Path partial = Files.createTempDirectory(
                    cache, PARTIAL, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            try {
                extract(file, partial);
                publish(partial.resolve(name), home, file, cache);
            } finally {
                Directories.delete(partial);
            }
            return home;
        } catch (IOException e) {
            throw new EmbeddedException(
                    "Elasticsearch cannot be unpacked",
                    "writing to " + cache + " failed (" + e + ")",
                    "Set ROLLCALL_CACHE to a directory that you may write to.",
                    e);
        }
    }

    private static void publish(Path unpacked, Path home, ZipFile file, Path cache) throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                if (!Files.exists(home)) {
                    throw e;
                }
                if (isComplete(file, cache)) {
                    return;
                }
                // somebody took files away from it: out of the way, and once more
                Path broken = Files.createTempDirectory(cache, PARTIAL);
                Files.move(home, broken.resolve("broken"), StandardCopyOption.ATOMIC_MOVE);
                Directories.delete(broken);
            }
        }
        throw new FileAlreadyExistsException(home.toString());
    }

    private static ZipFile open(Path zip) {
        requireZip(zip);
        try {
            return new ZipFile(zip.toFile());
        } catch (IOException e) {
            throw new EmbeddedException(
                    NO_SERVER,
                    zip + " is not a complete zip file (" + e.getMessage() + ")",
                    "Delete it and build again: mvn -DskipTests package.",
                    e);
        }
    }

    private static String topDirectory(ZipFile file, Path zip) {
        Enumeration<? extends ZipEntry> entries = file.entries();
        String first = entries.hasMoreElements() ? entries.nextElement().getName() : "";
        int slash = first.indexOf('/');
        if (slash <= 0) {
            throw new EmbeddedException(
                    NO_SERVER, zip + " holds no Elasticsearch", "Delete it and build again: mvn -DskipTests package.");
        }
        return first.substring(0, slash);
    }

    private static boolean isComplete(ZipFile file, Path cache) throws IOException {
        for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            Path path = cache.resolve(entry.getName());
            if (entry.isDirectory()
                    ? !Files.isDirectory(path)
                    : !Files.isRegularFile(path) || Files.size(path) != entry.getSize()) {
                return false;
            }
        }
        return true;
    }

    private static long size(ZipFile file) {
        return file.stream().mapToLong(ZipEntry::getSize).sum();
    }

    private static void extract(ZipFile file, Path target) throws IOException {
        for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            Path path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("an entry points outside: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                permit(path, "rwxr-xr-x");
                continue;
            }
            Files.createDirectories(path.getParent());
            try (InputStream in = file.getInputStream(entry)) {
                Files.copy(in, path);
            }
            // the modes that the zip has are out of reach of java.util.zip
            permit(path, entry.getName().contains("/bin/") ? "rwxr-xr-x" : "rw-r--r--");
        }
    }

    private static void permit(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** Takes away what processes that were killed while unpacking left. */
    private static void sweep(Path cache) throws IOException {
        Instant before = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> partials = Files.newDirectoryStream(cache, PARTIAL + "*")) {
            for (Path partial : partials) {
                if (Files.getLastModifiedTime(partial).toInstant().isBefore(before)) {
                    Directories.delete(partial);
                }
            }
        }
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = resource("elasticsearch.properties")) {
            if (in == null) {
                throw new IllegalStateException("elasticsearch.properties is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    private static @Nullable InputStream resource(String name) {
        return ElasticsearchDistribution.class.getResourceAsStream(name);
    }

    /** The build directory of our module, which both our classes and our jar lie in. */
    private static Path buildDirectory() {
        try {
            Path code = Path.of(ElasticsearchDistribution.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path parent = code.toAbsolutePath().getParent();
            return parent == null ? code : parent;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
