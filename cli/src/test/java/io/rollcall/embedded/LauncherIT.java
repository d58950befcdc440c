package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of its own, where the command is a class that tells how it was run and Maven, where there is
 * one, a script that puts that class where a build would.
 */
class LauncherIT {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    /** All that the launcher may call; the PATH of the tests has nothing else, above all no Maven and no Java. */
    private static final List<String> COMMANDS = List.of(
            "cat", "dirname", "find", "grep", "head", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "tee", "cp");

    private final Path checkout;
    private final Path bin;
    private final Path jar;

    LauncherIT(@TempDir Path directory) throws Exception {
        this.checkout = Files.createDirectories(directory.resolve("a checkout"));
        this.bin = Files.createDirectories(directory.resolve("bin"));
        this.jar = directory.resolve("rollcall-cli.jar");
    }

    @BeforeEach
    void aCheckoutWithSourcesButNoBuild() throws Exception {
        Files.copy(launcher(), checkout.resolve("rollcall"));
        for (String module : List.of("avro", "src", "cli")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        compileCommand();
        for (String command : COMMANDS) {
            executable(bin.resolve(command), "#!/bin/sh\nPATH=/usr/bin:/bin exec " + command + " \"$@\"\n");
        }
    }

    @Test
    void the_first_use_builds_and_the_second_does_not() throws Exception {
        maven(0);

        Run first = run(checkout, checkout.resolve("rollcall"), "validate", "my program.yaml");
        assertThat(first.status()).isEqualTo(42);
        assertThat(first.err())
                .contains("building, on first use. This takes a few minutes")
                .contains("  1/6 Rollcall: wire\n");
        assertThat(first.out()).contains("argument validate\nargument my program.yaml\n");
        assertThat(Files.readString(checkout.resolve("maven.log")))
                .contains("-B ")
                .contains("-DskipTests")
                .contains("package");

        Run second = run(checkout, checkout.resolve("rollcall"));
        assertThat(second.status()).isEqualTo(42);
        assertThat(second.err()).isEmpty();
        assertThat(Files.readAllLines(checkout.resolve("maven.log"))).hasSize(1);
    }

    @Test
    void newer_sources_and_deleted_sources_are_built_again() throws Exception {
        maven(0);
        Path source = Files.writeString(checkout.resolve("avro/src/main/Event.avsc"), "{}");
        run(checkout, checkout.resolve("rollcall"));

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(run(checkout, checkout.resolve("rollcall")).err())
                .contains("the sources have changed, building again");

        Files.delete(source);
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().plusSeconds(1)));
        run(checkout, checkout.resolve("rollcall"));
        assertThat(Files.readAllLines(checkout.resolve("maven.log"))).hasSize(3);
    }

    @Test
    void it_works_through_a_symbolic_link_from_anywhere_and_stays_there() throws Exception {
        maven(0);
        Path elsewhere = Files.createDirectories(bin.resolveSibling("elsewhere"));
        Path chain = Files.createSymbolicLink(elsewhere.resolve("one"), checkout.resolve("rollcall"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("rollcall"), chain.getFileName());

        Run run = run(elsewhere, link);

        assertThat(run.status()).isEqualTo(42);
        assertThat(run.out())
                .contains("directory " + elsewhere.toRealPath() + "\n")
                .contains("logs " + checkout.toRealPath().resolve(".rollcall/logs") + "\n");
    }

    @Test
    void java_is_opened_as_far_as_in_the_tests() throws Exception {
        maven(0);

        Run run = run(checkout, checkout.resolve("rollcall"));

        assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(argument -> argument.startsWith("--add-opens")))
                .isNotEmpty()
                .allSatisfy(argument -> assertThat(run.out()).contains("option " + argument + "\n"));
        assertThat(run.out()).contains("option -Xmx2g\n");
    }

    @Test
    void options_of_the_user_come_last_and_logs_go_where_the_user_says(@TempDir Path logs) throws Exception {
        maven(0);
        Map<String, String> environment = environment();
        environment.put("JAVA_OPTS", "-Xmx300m -Dx=y");
        environment.put("ROLLCALL_LOGS", logs.resolve("deep/er").toString());

        Run run = run(checkout, environment, checkout.resolve("rollcall"));

        assertThat(run.out())
                .contains("option -Xmx2g\n", "option -Xmx300m\noption -Dx=y\n")
                .contains("logs " + logs.resolve("deep/er") + "\n");
        assertThat(logs.resolve("deep/er")).isDirectory();
    }

    @Test
    void without_maven_it_says_what_to_install() throws Exception {
        Run run = run(checkout, checkout.resolve("rollcall"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("""
                        rollcall: Maven is missing, and Rollcall has to be built first
                        Install it (Debian and Ubuntu: apt-get install maven; macOS: brew install maven) and run this again.
                        """);
    }

    @Test
    void a_java_home_that_is_none_or_too_old_is_named() throws Exception {
        Map<String, String> none = environment();
        none.put("JAVA_HOME", checkout.resolve("no-jdk").toString());
        assertThat(run(checkout, none, checkout.resolve("rollcall")).err())
                .isEqualTo("rollcall: JAVA_HOME is " + checkout.resolve("no-jdk") + ", but there is no Java\n"
                        + "Set it to a JDK 17 or newer, or unset it to use the one on the PATH.\n");

        Path old = Files.createDirectories(checkout.resolve("jdk8"));
        executable(Files.createDirectories(old.resolve("bin")).resolve("java"), "#!/bin/sh\n");
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
        Map<String, String> tooOld = environment();
        tooOld.put("JAVA_HOME", old.toString());
        Run run = run(checkout, tooOld, checkout.resolve("rollcall"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("rollcall: JAVA_HOME is " + old + ", which is Java 8\n");
    }

    @Test
    void a_java_without_a_compiler_is_named_when_there_is_something_to_build() throws Exception {
        Path jre = Files.createDirectories(checkout.resolve("jre"));
        executable(Files.createDirectories(jre.resolve("bin")).resolve("java"), "#!/bin/sh\n");
        Files.writeString(jre.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Map<String, String> environment = environment();
        environment.put("JAVA_HOME", jre.toString());

        assertThat(run(checkout, environment, checkout.resolve("rollcall")).err())
                .startsWith("rollcall: " + jre + " has no compiler");
    }

    @Test
    void a_build_that_fails_shows_its_errors_and_is_tried_again() throws Exception {
        maven(1);
        Run failed = run(checkout, checkout.resolve("rollcall"));
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err())
                .contains("[ERROR] cannot find symbol")
                .contains("rollcall: the build failed")
                .contains(checkout.resolve(".rollcall/build.log").toString());
        assertThat(failed.out()).isEmpty();

        maven(0);
        assertThat(run(checkout, checkout.resolve("rollcall")).status()).isEqualTo(42);
    }

    @Test
    void a_build_that_was_killed_does_not_keep_others_from_building() throws Exception {
        maven(0);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectories(checkout.resolve(".rollcall/building"));
        Files.writeString(lock.resolve("pid"), Long.toString(gone.pid()));

        assertThat(run(checkout, checkout.resolve("rollcall")).status()).isEqualTo(42);
        assertThat(lock).doesNotExist();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", bin.toString());
        environment.put("JAVA_HOME", JAVA_HOME.toString());
        environment.put("LC_ALL", "C.UTF-8");
        return environment;
    }

    private Run run(Path directory, Path launcher, String... arguments) throws Exception {
        return run(directory, environment(), launcher, arguments);
    }

    private static Run run(Path directory, Map<String, String> environment, Path launcher, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(err));
    }

    /** Says what Maven would and, if it is to succeed, leaves what a build would. */
    private void maven(int status) throws IOException {
        Path target = checkout.resolve("cli/target");
        executable(
                bin.resolve("mvn"),
                String.join(
                        "\n",
                        "#!/bin/sh",
                        "echo \"$*\" >>'" + checkout.resolve("maven.log") + "'",
                        "echo '[INFO] Building Rollcall: wire 0.1.0-SNAPSHOT                    [1/6]'",
                        status == 0
                                ? "mkdir -p '" + target + "/lib' '" + target + "/elasticsearch' && cp '" + jar + "' '"
                                        + target + "/rollcall-cli.jar'"
                                : "echo '[ERROR] cannot find symbol'",
                        "exit " + status,
                        ""));
    }

    private void compileCommand() throws IOException {
        Path classes = Files.createTempDirectory("launcher");
        try {
            Path source = classes.resolve("Rollcall.java");
            Files.writeString(source, """
                    package io.rollcall.cli;

                    public final class Rollcall {
                        public static void main(String[] arguments) {
                            for (String argument : arguments) {
                                System.out.println("argument " + argument);
                            }
                            System.out.println("directory " + System.getProperty("user.dir"));
                            System.out.println("logs " + System.getProperty("rollcall.logs"));
                            for (String option : java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()) {
                                System.out.println("option " + option);
                            }
                            System.exit(42);
                        }
                    }
                    """);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            assertThat(ToolProvider.getSystemJavaCompiler()
                            .run(null, said, said, "-d", classes.toString(), source.toString()))
                    .as(said.toString(StandardCharsets.UTF_8))
                    .isZero();
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                out.putNextEntry(new JarEntry("io/rollcall/cli/Rollcall.class"));
                Files.copy(classes.resolve("io/rollcall/cli/Rollcall.class"), out);
                out.closeEntry();
            }
        } finally {
            Directories.delete(classes);
        }
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** At the top of the repository, which Maven runs tests one level below. */
    private static Path launcher() {
        return Path.of("..", "rollcall").toAbsolutePath().normalize();
    }

    private record Run(int status, String out, String err) {}
}
