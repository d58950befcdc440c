package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
    @Test
    void a_temporary_directory_is_deleted_when_it_is_closed_with_all_that_is_in_it(@TempDir Path parent)
            throws Exception {
        WorkDirectory directory = WorkDirectory.temporary(parent);
        Files.writeString(
                Files.createDirectories(directory.path().resolve("a/b")).resolve("c"), "c");

        directory.close();
        directory.close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void one_in_use_is_left_alone_and_one_that_a_killed_process_left_is_swept(@TempDir Path parent) throws Exception {
        Path abandoned = Files.createDirectories(parent.resolve("rollcall-abandoned"));
        Files.writeString(abandoned.resolve(".in-use-temporarily"), "");
        Files.writeString(abandoned.resolve("segment"), "data");
        Path foreign = Files.createDirectories(parent.resolve("rollcall-of-somebody"));

        try (WorkDirectory first = WorkDirectory.temporary(parent);
                WorkDirectory second = WorkDirectory.temporary(parent)) {
            assertThat(first.path()).exists().isNotEqualTo(second.path());
            assertThat(second.path()).exists();
            assertThat(abandoned).doesNotExist();
            assertThat(foreign).exists();
        }
    }

    /** A process that looks into a lock file of its own once more loses the lock: the kernel's locks are the process's. */
    @Test
    void one_in_use_stays_locked_for_other_processes_when_its_process_makes_another_one(@TempDir Path parent)
            throws Exception {
        try (WorkDirectory first = WorkDirectory.temporary(parent);
                WorkDirectory second = WorkDirectory.temporary(parent)) {
            assertThat(anotherProcessMakesOneIn(parent)).isZero();

            assertThat(first.path()).exists();
            assertThat(second.path()).exists();
        }
    }

    private static int anotherProcessMakesOneIn(Path parent) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnotherProcess.class.getName(),
                        parent.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Makes a directory and closes it. */
    static final class AnotherProcess {
        private AnotherProcess() {}

        public static void main(String[] args) {
            WorkDirectory.temporary(Path.of(args[0])).close();
        }
    }

    @Test
    void a_data_directory_stays_and_is_used_by_one_at_a_time(@TempDir Path parent) throws Exception {
        Path data = parent.resolve("data");
        try (WorkDirectory first = WorkDirectory.at(data)) {
            Files.writeString(first.path().resolve("segment"), "data");

            assertThatThrownBy(() -> WorkDirectory.at(data))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("the data directory " + data + " cannot be used: another process works in it")
                    .hasMessageContaining("choose another data directory");
        }
        try (WorkDirectory again = WorkDirectory.at(data)) {
            assertThat(again.path().resolve("segment")).hasContent("data");
        }
    }

    @Test
    void a_data_directory_is_not_swept_whatever_its_name_and_place(@TempDir Path parent) throws Exception {
        Path data = parent.resolve("rollcall-data");
        try (WorkDirectory kept = WorkDirectory.at(data)) {
            Files.writeString(kept.path().resolve("segment"), "data");
        }

        WorkDirectory.temporary(parent).close();

        assertThat(data.resolve("segment")).hasContent("data");
    }

    @Test
    void a_place_where_nothing_can_be_made_is_named(@TempDir Path parent) {
        assertThatThrownBy(() -> WorkDirectory.temporary(parent.resolve("missing")))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining(parent.resolve("missing").toString())
                .hasMessageContaining("Set TMPDIR");
    }
}
