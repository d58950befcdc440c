package io.rollcall.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real Elasticsearch server, in a process of its own that ends with ours.
 *
 * <p>It is the smallest distribution that Elastic publishes to Maven Central: without scripts (painless), ingest
 * processors, lifecycle policies, reindex and delete-by-query, analysers of languages, and without the greeting at
 * {@code GET /}. Its security is off, for it listens on loopback only.
 *
 * <p>Keep this object for as long as the server is needed: the server stops when it is closed, when this process ends in
 * any way, and when the object is collected as garbage.
 */
public final class EmbeddedElasticsearch implements AutoCloseable {
    static final String CANNOT_START = "Elasticsearch cannot start";
    private static final int OLDEST_JAVA = 17;

    private final GuardedProcess process;
    private final URI url;
    private final long pid;

    private final @Nullable WorkDirectory scratch;

    EmbeddedElasticsearch(GuardedProcess process, URI url, long pid) {
        this(process, url, pid, null);
    }

    private EmbeddedElasticsearch(GuardedProcess process, URI url, long pid, @Nullable WorkDirectory scratch) {
        this.process = process;
        this.url = url;
        this.pid = pid;
        this.scratch = scratch;
    }

    /** A server that keeps its data, its settings and its logs in a directory; the data are found again there next time. */
    public static Launch in(Path directory) {
        return new Launch(directory);
    }

    /** A server with nothing in it, whose directory is deleted when it is closed. */
    public static EmbeddedElasticsearch temporary() {
        WorkDirectory scratch = WorkDirectory.temporary();
        try {
            EmbeddedElasticsearch server = in(scratch.path()).start();
            return new EmbeddedElasticsearch(server.process, server.url, server.pid, scratch);
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** Where it answers, {@code http://127.0.0.1:PORT}, without a slash at the end. */
    public URI url() {
        return url;
    }

    /** The server's process id. */
    public long pid() {
        return pid;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the server and waits for its end; at most 20 seconds. */
    @Override
    public void close() {
        process.close();
        if (scratch != null) {
            scratch.close();
        }
    }

    /** How to start a server. Everything but the directory has a default. */
    public static final class Launch {
        private final Path directory;
        private Consumer<String> progress = message -> {};
        private int port;
        private int heapMebibytes = 512;
        private Path javaHome = Path.of(System.getProperty("java.home"));
        private Duration timeout = Duration.ofMinutes(3);
        private long requiredBytes = 512L << 20;
        private @Nullable Path zip;
        private @Nullable Path cache;
        private @Nullable ServerAccount account;

        private Launch(Path directory) {
            this.directory = directory;
        }

        /** The port of the HTTP interface; by default one that the system chooses. */
        public Launch port(int port) {
            this.port = port;
            return this;
        }

        /** The heap, 512 MiB by default. */
        public Launch heapMebibytes(int mebibytes) {
            this.heapMebibytes = mebibytes;
            return this;
        }

        /** The Java to run it with, 17 or newer; by default the one that runs us. */
        public Launch javaHome(Path home) {
            this.javaHome = home;
            return this;
        }

        /** How long the start may take, by default three minutes. */
        public Launch timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** How much room the directory's disk must have, 512 MiB by default. */
        public Launch requiredBytes(long bytes) {
            this.requiredBytes = bytes;
            return this;
        }

        /** The server's zip file; by default the one that the build fetched. */
        public Launch zip(Path zip) {
            this.zip = zip;
            return this;
        }

        /** Where the server is unpacked; by default $ROLLCALL_CACHE or the user's cache directory. */
        public Launch cache(Path cache) {
            this.cache = cache;
            return this;
        }

        /** Who is told what takes long, by default nobody. */
        public Launch progress(Consumer<String> progress) {
            this.progress = progress;
            return this;
        }

        Launch account(ServerAccount account) {
            this.account = account;
            return this;
        }

        /**
         * Starts the server and waits until it answers.
         *
         * @throws EmbeddedException if it cannot be started, with the reason and what to do
         */
        public EmbeddedElasticsearch start() {
            requireJava(javaHome);
            Loopback.requireFree("Elasticsearch", port);
            ServerAccount runAs = account == null ? ServerAccount.forThisProcess() : account;
            Path root = Directories.make(directory);
            DiskSpace.require(
                    CANNOT_START, root, requiredBytes, "Free some, or choose a data directory on another disk.");
            Path home = ElasticsearchDistribution.unpack(
                    zip == null ? ElasticsearchDistribution.zip() : zip,
                    cache == null ? defaultCache() : cache,
                    progress);
            try {
                return new ElasticsearchStartup(root, home, javaHome, port, heapMebibytes, timeout, runAs).run();
            } catch (IOException e) {
                throw new EmbeddedException(
                        CANNOT_START,
                        "its files in " + root + " cannot be prepared (" + e + ")",
                        "Choose a data directory that you may write to.",
                        e);
            }
        }

        private static Path defaultCache() {
            return ElasticsearchDistribution.cache(System.getenv(), new UnixSystem().getUid() == 0);
        }

        private static void requireJava(Path home) {
            String remedy = "Set JAVA_HOME to a JDK " + OLDEST_JAVA + " or newer.";
            if (!Files.isExecutable(home.resolve("bin/java"))) {
                throw new EmbeddedException(CANNOT_START, "there is no Java at " + home, remedy);
            }
            if (home.equals(Path.of(System.getProperty("java.home")))) {
                return;
            }
            Properties release = new Properties();
            try (var in = Files.newBufferedReader(home.resolve("release"))) {
                release.load(in);
            } catch (IOException e) {
                throw new EmbeddedException(
                        CANNOT_START, home + " is not a JDK: it has no file named release", remedy, e);
            }
            String version = release.getProperty("JAVA_VERSION", "unknown").replace("\"", "");
            if (featureOf(version) < OLDEST_JAVA) {
                throw new EmbeddedException(CANNOT_START, "the Java at " + home + " is version " + version, remedy);
            }
        }

        private static int featureOf(String version) {
            try {
                return Runtime.Version.parse(version).feature();
            } catch (IllegalArgumentException e) {
                return 0;
            }
        }
    }
}
