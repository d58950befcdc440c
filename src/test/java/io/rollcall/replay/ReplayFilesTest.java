package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static Outcome outcome(String member) {
        var header = new Outcome.Header("1", "club", member, 5, Cause.MIDNIGHT, Map.of(), false);
        return new Outcome.SegmentEntered(header, "loud");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void filesHaveTheirNamesOnlyWhenAllIsDoneAndReplaceThoseOfAnEarlierRun() throws IOException {
        Files.writeString(folder.resolve("outcomes.jsonl"), "of an earlier run\n");
        try (var files = new ReplayFiles(folder)) {
            files.outcome(outcome("ann"));
            assertThat(folder.resolve("outcomes.jsonl")).hasContent("of an earlier run\n");
            assertThat(folder.resolve("members.jsonl")).doesNotExist();

            files.complete();
        }

        assertThat(Files.readString(folder.resolve("outcomes.jsonl"))).contains("\"member\":\"ann\"");
        assertThat(names()).containsExactly("members.jsonl", "outcomes.jsonl", "rejected.jsonl");
    }

    @Test
    void aRunThatDidNotEndLeavesWhatWasThereAndNothingElse() throws IOException {
        Files.writeString(folder.resolve("members.jsonl"), "of an earlier run\n");
        try (var files = new ReplayFiles(folder)) {
            files.outcome(outcome("ann"));
        }

        assertThat(names()).containsExactly("members.jsonl");
        assertThat(folder.resolve("members.jsonl")).hasContent("of an earlier run\n");
    }

    @Test
    void aRunThatDidNotEndLeavesNoFolderThatWasMadeForItButEveryOther() throws IOException {
        Path inner = folder.resolve("new").resolve("result");
        try (var files = new ReplayFiles(inner)) {
            files.outcome(outcome("ann"));
            assertThat(inner).isDirectory();
        }
        assertThat(folder).isEmptyDirectory();

        try (var files = new ReplayFiles(inner)) {
            files.outcome(outcome("ann"));
            Files.writeString(folder.resolve("new").resolve("of another"), "");
        }
        assertThat(inner).doesNotExist();
        assertThat(names()).containsExactly("new");
    }

    @Test
    void whatWasWrittenBeforeARestartIsGone() throws IOException {
        try (var files = new ReplayFiles(folder)) {
            for (int i = 0; i < 20_000; i++) {
                files.outcome(outcome("before"));
            }
            files.restart();
            files.outcome(outcome("王芳"));
            files.complete();
        }

        assertThat(Files.readAllLines(folder.resolve("outcomes.jsonl")))
                .singleElement()
                .satisfies(line -> assertThat(
                                new ObjectMapper().readTree(line).get("member").asText())
                        .isEqualTo("王芳"));
    }

    @Test
    void aFolderThatCannotBeMadeIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new ReplayFiles(file.resolve("below")).close()).isInstanceOf(IOException.class);
    }
}
