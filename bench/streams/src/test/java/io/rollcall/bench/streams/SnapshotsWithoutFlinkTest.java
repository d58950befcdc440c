package io.rollcall.bench.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.jobs.journey.SnapshotPace;
import org.junit.jupiter.api.Test;

/** What this peer takes from the job works on its class path, where Flink is not. */
class SnapshotsWithoutFlinkTest {
    @Test
    void whoIsOwedASnapshotHasItsTurn() {
        SnapshotPace pace = new SnapshotPace(100, 1, 0, 0);
        assertThat(pace.changed("anna", 0)).isTrue();
        assertThat(pace.changed("bert", 0)).isFalse();
        assertThat(pace.changed("anna", 0)).isFalse();

        assertThat(pace.due(1_000, 9)).containsExactly("bert");
        assertThat(pace.due(2_000, 9)).containsExactly("anna");
    }

    @Test
    void flinkIsNotThere() {
        assertThatThrownBy(() -> Class.forName("org.apache.flink.runtime.state.KeyGroupRangeAssignment"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
