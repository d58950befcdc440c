package io.rollcall.journey;

import io.rollcall.event.Event;
import io.rollcall.simulate.EventLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes a savepoint for {@link UpgradeIT}, once for each format of state, and once more where a format has held too little. No build runs it; by hand, with
 * {@code -Dit.test=SavepointMaker -Drollcall.savepoint.make=format-N}, it writes a new folder.
 */
class SavepointMaker {
    @TempDir
    Path directory;

    @Test
    void makeASavepoint() throws Exception {
        Path folder = UpgradeIT.SAVEPOINTS.resolve(System.getProperty("rollcall.savepoint.make"));
        Files.createDirectories(folder.resolve("savepoint"));
        Files.copy(Path.of("..", "docs", "programs", "book-club.yaml"), folder.resolve("program.yaml"));
        Files.writeString(
                folder.resolve("trial.yaml"),
                Files.readString(folder.resolve("program.yaml"))
                        .replaceFirst("program: book-club", "program: sooner")
                        .replaceFirst("mode: live", "mode: shadow")
                        .replace("active_days_30d >= 12", "active_days_30d >= 8")
                        .replace("after: 7d", "after: 4d"));
        try (EventLines lines =
                new EventLines(new GZIPOutputStream(Files.newOutputStream(folder.resolve("events.jsonl.gz"))))) {
            for (Event event : SameAnswersIT.simulated(UpgradeIT.program(folder), 30, 45)) {
                lines.write(event);
            }
        }
        List<Event> events = UpgradeIT.events(folder);
        long until = events.get(events.size() - 1).at() + UpgradeIT.AFTER * UpgradeIT.DAY;
        try (JobUnderTest job = new JobUnderTest(directory)) {
            JobUnderTest.Run run = UpgradeIT.begin(job, folder);
            List<Event> before = events.subList(0, UpgradeIT.cut(events));
            for (Event event : before) {
                run.send(event);
            }
            run.tellTime(before.get(before.size() - 1).at());
            run.sendAhead(UpgradeIT.waiting(folder, events));
            run.alone();
            run.through(2, until);
            try (var files = Files.list(run.savepoint())) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve("savepoint").resolve(file.getFileName()));
                }
            }
        }
    }
}
