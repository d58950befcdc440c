package io.rollcall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.AlertKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty thousand are overdue at one instant, and the job is stopped while it tells of them: the one that starts from the savepoint
 * tells of all the others, and of nobody twice.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StoppedAtMidnightIT {
    private static final long DAY = 86_400_000;
    private static final Instant JOINED = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant DEADLINE = JOINED.plusMillis(7 * DAY);
    private static final long UNTIL = JOINED.toEpochMilli() + 8 * DAY;

    /** To tell of all takes seconds; from the first of them to the savepoint's barrier it is tenths of one, in which a tenth is told. */
    private static final int MEMBERS = 20_000;

    private static final String PROGRAM = """
            program: club
            community: club
            alerts: {silent-newcomer: {since: join, after: 7d, unless: post}}
            """;

    private JobUnderTest job;

    @BeforeAll
    void start(@TempDir Path directory) {
        job = new JobUnderTest(directory);
    }

    @AfterAll
    void stop() {
        job.close();
    }

    @Test
    void thoseOfWhomNothingWasToldBeforeTheStopAreToldOfAfterIt() throws Exception {
        JobUnderTest.Run run = job.run(Map.of("delivery", "exactly-once"));
        run.publish("club", PROGRAM);
        for (int i = 0; i < MEMBERS; i++) {
            run.send(new Event("join-" + i, "club", "join", "m" + i, null, JOINED.toEpochMilli(), 0, Map.of()));
        }
        run.tellTime(UNTIL);
        run.through(2, UNTIL, () -> run.alertsSent() > 0);
        List<AlertChange> first = run.alerts();

        // the clock is in no savepoint
        run.tellTime(UNTIL);
        AtomicLong lookedAt = new AtomicLong();
        run.through(1, UNTIL, () -> {
            long sent = run.alertsSent();
            // the mark of a transaction's end counts, too, so that nothing is read twice for nothing
            return sent >= MEMBERS && lookedAt.getAndSet(sent) != sent && areAllTold(run.alerts(), first.size());
        });
        List<AlertChange> both = run.alerts();

        assertThat(first).as("told before the stop").isNotEmpty();
        assertThat(both).as("told in all").hasSizeGreaterThan(first.size());
        assertThat(both).hasSize(MEMBERS);
        assertThat(members(both)).hasSize(MEMBERS);
        assertThat(both)
                .allMatch(alert -> alert.getKind() == AlertKind.RAISED
                        && alert.getHeader().getAt().equals(DEADLINE));
        assertThat(run.deadLetters()).isEmpty();
    }

    private static boolean areAllTold(List<AlertChange> alerts, int before) {
        return alerts.size() > before && members(alerts).size() == MEMBERS;
    }

    private static Set<String> members(List<AlertChange> alerts) {
        Set<String> members = new HashSet<>();
        alerts.forEach(alert -> members.add(alert.getHeader().getMember()));
        return members;
    }
}
