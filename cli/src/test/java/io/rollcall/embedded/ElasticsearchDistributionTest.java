package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticsearchDistributionTest {
    @Test
    void a_server_is_unpacked_once_and_its_commands_can_be_run_by_everybody(@TempDir Path directory) throws Exception {
        Path zip = zip(directory);
        Path cache = directory.resolve("cache");
        List<String> told = new ArrayList<>();

        Path home = ElasticsearchDistribution.unpack(zip, cache, told::add);
        assertThat(ElasticsearchDistribution.unpack(zip, cache, told::add)).isEqualTo(home);

        assertThat(told).hasSize(1).allSatisfy(line -> assertThat(line).contains(cache.toString()));
        assertThat(home.resolve("bin/elasticsearch")).isExecutable().hasContent("#!/bin/sh");
        assertThat(mode(home)).isEqualTo("rwxr-xr-x");
        assertThat(mode(home.resolve("bin/elasticsearch"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(home.resolve("lib/server.jar"))).isEqualTo("rw-r--r--");
    }

    @Test
    void processes_that_unpack_at_once_all_get_the_same_whole_server_and_leave_nothing_else(@TempDir Path directory)
            throws Exception {
        Path zip = zip(directory);
        Path cache = directory.resolve("cache");
        ExecutorService processes = Executors.newFixedThreadPool(8);
        try {
            Callable<Path> unpack = () -> ElasticsearchDistribution.unpack(zip, cache, line -> {});
            for (Future<Path> home : processes.invokeAll(Collections.nCopies(8, unpack))) {
                assertThat(home.get().resolve("lib/server.jar")).hasSize(100_000);
            }
        } finally {
            processes.shutdownNow();
        }
        assertThat(cache).isDirectoryNotContaining(path -> !path.endsWith("elasticsearch-9.9.9"));
    }

    @Test
    void a_server_that_lost_a_file_is_unpacked_again(@TempDir Path directory) throws Exception {
        Path zip = zip(directory);
        Path cache = directory.resolve("cache");
        Path home = ElasticsearchDistribution.unpack(zip, cache, line -> {});
        Files.delete(home.resolve("lib/server.jar"));

        ElasticsearchDistribution.unpack(zip, cache, line -> {});

        assertThat(home.resolve("lib/server.jar")).hasSize(100_000);
        assertThat(cache).isDirectoryNotContaining(path -> !path.endsWith("elasticsearch-9.9.9"));
    }

    @Test
    void what_a_process_killed_while_unpacking_left_is_swept_once_it_is_old(@TempDir Path directory) throws Exception {
        Path cache = Files.createDirectories(directory.resolve("cache"));
        Path old = Files.createDirectories(cache.resolve(".unpacking-1"));
        Path fresh = Files.createDirectories(cache.resolve(".unpacking-2"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        ElasticsearchDistribution.unpack(zip(directory), cache, line -> {});

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void a_zip_that_was_cut_off_is_named(@TempDir Path directory) throws Exception {
        Path zip = zip(directory);
        byte[] bytes = Files.readAllBytes(zip);
        Files.write(zip, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> ElasticsearchDistribution.unpack(zip, directory.resolve("cache"), line -> {}))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining(zip + " is not a complete zip file")
                .hasMessageContaining("build again");
    }

    @Test
    void an_entry_that_points_out_of_the_cache_is_refused(@TempDir Path directory) throws Exception {
        Path zip = directory.resolve("evil.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            add(out, "elasticsearch-9.9.9/");
            add(out, "../../evil.sh", "rm");
        }

        assertThatThrownBy(() -> ElasticsearchDistribution.unpack(zip, directory.resolve("cache"), line -> {}))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("points outside");
        assertThat(directory.resolve("evil.sh")).doesNotExist();
    }

    @Test
    void a_cache_that_cannot_be_made_is_named(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("cache"), "a file");

        assertThatThrownBy(() -> ElasticsearchDistribution.unpack(zip(directory), file, line -> {}))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("set ROLLCALL_CACHE");
    }

    @Test
    void the_cache_is_where_the_environment_says_and_never_in_the_home_of_root() {
        Map<String, String> home = Map.of("HOME", "/home/ada");
        Map<String, String> xdg = Map.of("XDG_CACHE_HOME", "/x", "HOME", "/home/ada");
        Map<String, String> ours = Map.of("ROLLCALL_CACHE", "/big", "XDG_CACHE_HOME", "/x", "HOME", "/home/ada");

        assertThat(ElasticsearchDistribution.cache(ours, false)).isEqualTo(Path.of("/big"));
        assertThat(ElasticsearchDistribution.cache(xdg, false)).isEqualTo(Path.of("/x/rollcall"));
        assertThat(ElasticsearchDistribution.cache(home, false)).isEqualTo(Path.of("/home/ada/.cache/rollcall"));
        assertThat(ElasticsearchDistribution.cache(ours, true)).isEqualTo(Path.of("/big"));
        assertThat(ElasticsearchDistribution.cache(xdg, true)).isEqualTo(Path.of("/var/cache/rollcall"));
    }

    private static Path zip(Path directory) throws Exception {
        Path zip = directory.resolve("elasticsearch-9.9.9.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            add(out, "elasticsearch-9.9.9/");
            add(out, "elasticsearch-9.9.9/bin/");
            add(out, "elasticsearch-9.9.9/bin/elasticsearch", "#!/bin/sh");
            add(out, "elasticsearch-9.9.9/lib/");
            add(out, "elasticsearch-9.9.9/lib/server.jar", "x".repeat(100_000));
        }
        return zip;
    }

    private static void add(ZipOutputStream out, String name, String... content) throws Exception {
        out.putNextEntry(new ZipEntry(name));
        out.write(String.join("", content).getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
