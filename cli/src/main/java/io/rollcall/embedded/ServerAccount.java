package io.rollcall.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who a server runs as: whoever we are, unless we are root, whom Elasticsearch refuses to run as.
 *
 * @param name the user, or null for whoever we are
 * @param prefix what a command is put behind to run as that user
 */
record ServerAccount(@Nullable String name, List<String> prefix) {
    static final String UNPRIVILEGED = "nobody";

    private static final int COMMAND_SECONDS = 10;

    /** Who a server of ours runs as. */
    static ServerAccount forThisProcess() {
        return new UnixSystem().getUid() == 0
                ? switchingTo(UNPRIVILEGED, switches(UNPRIVILEGED))
                : new ServerAccount(null, List.of());
    }

    /**
     * The account that the first of some ways really leads to.
     *
     * @throws EmbeddedException if none does
     */
    static ServerAccount switchingTo(String user, List<List<String>> ways) {
        List<String> failures = new ArrayList<>();
        for (List<String> way : ways) {
            Answer answer = run(join(way, List.of("id", "-u")));
            if (answer.status() == 0 && !answer.output().equals("0")) {
                return new ServerAccount(user, way);
            }
            failures.add(way.get(0) + ": " + answer.output());
        }
        throw new EmbeddedException(
                "Elasticsearch cannot start",
                "it refuses to run as root, and there was no way to run it as user " + user + " ("
                        + String.join("; ", failures) + ")",
                "Run this as an ordinary user, or install util-linux (setpriv, runuser) and allow changing the user.");
    }

    static List<List<String>> switches(String user) {
        Answer group = run(List.of("id", "-g", user));
        List<List<String>> ways = new ArrayList<>();
        if (group.status() == 0) {
            ways.add(List.of("setpriv", "--reuid=" + user, "--regid=" + group.output(), "--clear-groups", "--"));
        }
        ways.add(List.of("runuser", "-u", user, "--"));
        // nobody's own shell is one that runs nothing
        ways.add(List.of("su", "-s", "/bin/sh", user, "-c", "exec \"$0\" \"$@\"", "--"));
        return ways;
    }

    List<String> command(List<String> command) {
        return join(prefix, command);
    }

    /** Gives a directory, with all that is in it, to the account. */
    void own(Path directory) throws IOException {
        if (name == null) {
            return;
        }
        UserPrincipal owner =
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Files.setOwner(visited, owner);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setOwner(file, owner);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * @param what the thing, for the message
     * @param remedy where it could be instead, a sentence
     * @throws EmbeddedException if the account cannot get at a file or directory
     */
    void requireReachable(String what, Path path, String remedy) {
        if (name == null) {
            return;
        }
        if (run(command(List.of("test", "-r", path.toString(), "-a", "-x", path.toString())))
                        .status()
                != 0) {
            throw new EmbeddedException(
                    "Elasticsearch cannot start",
                    "it refuses to run as root, so it runs as user " + name + ", who cannot reach " + what + " " + path
                            + closedParent(path),
                    remedy);
        }
    }

    private static String closedParent(Path path) {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            try {
                if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return " (" + parent + " is closed to others)";
                }
            } catch (IOException | UnsupportedOperationException e) {
                return "";
            }
        }
        return "";
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Answer run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Answer(-1, "no answer within " + COMMAND_SECONDS + " s");
            }
            return new Answer(
                    process.exitValue(),
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return new Answer(-1, "not to be found");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(-1, "interrupted");
        }
    }

    private record Answer(int status, String output) {}
}
