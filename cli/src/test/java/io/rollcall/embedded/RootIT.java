package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How root is met, whom Elasticsearch refuses to run as; an ordinary user cannot run these. */
class RootIT {
    @Test
    void every_way_of_switching_users_leads_to_another_user() {
        assumeRoot();

        assertThat(ServerAccount.switches("nobody")).hasSize(3).allSatisfy(way -> assertThat(
                        ServerAccount.switchingTo("nobody", List.of(way)))
                .isEqualTo(new ServerAccount("nobody", way)));
    }

    @Test
    void root_is_told_which_parent_of_the_data_directory_is_closed_to_the_user_of_the_server(@TempDir Path directory)
            throws Exception {
        assumeRoot();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(
                        () -> EmbeddedElasticsearch.in(directory.resolve("es")).start())
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("it runs as user nobody, who cannot reach its data directory")
                .hasMessageContaining("(" + directory + " is closed to others)")
                .hasMessageContaining("or run as an ordinary user");
    }

    private static void assumeRoot() {
        assumeThat(new UnixSystem().getUid()).as("root switches users").isZero();
    }
}
