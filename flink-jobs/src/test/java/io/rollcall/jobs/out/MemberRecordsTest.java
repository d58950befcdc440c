package io.rollcall.jobs.out;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Direction;
import io.rollcall.outcome.Outcome.Header;
import io.rollcall.outcome.Outcome.Reason;
import io.rollcall.outcome.Outcome.Severity;
import io.rollcall.outcome.Snapshot;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.QuestResult;
import io.rollcall.wire.SegmentChange;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of outcome arrives on its topic, with every field, as a record that reads back. */
class MemberRecordsTest {
    private static final String HEADER =
            "\"header\": {\"id\": \"id-1\", \"community\": \"club\", \"member\": \"anna\", "
                    + "\"at\": \"1970-01-01T00:00:01Z\", \"cause\": {\"event\": \"e-1\", \"clock\": null}, "
                    + "\"evidence\": {\"posts\": 3.0}, \"program\": \"book-club\", \"programVersion\": 7, "
                    + "\"shadow\": false, \"historical\": false}";
    private static final Header BY_EVENT =
            new Header("id-1", "club", "anna", 1000, new Cause.ByEvent("e-1"), Map.of("posts", 3.0), false);
    private static final Alert ALERT =
            new Alert("alert-1", "churn-risk", null, Severity.CRITICAL, 900, 500, 800L, "Call them.");
    private static final Alert AT_RISK =
            new Alert("alert-2", Alert.AT_RISK, "activity", Severity.WARNING, 900, 900, null, null);

    private final MemberRecords records = new MemberRecords(JobConfiguration.of(Map.of()));

    static Stream<Arguments> outcomes() {
        return Stream.of(
                Arguments.of(
                        new Outcome.TierChanged(
                                BY_EVENT, "activity", "member", "regular", Direction.UP, List.of("early")),
                        "rollcall.tier-changes",
                        TierChange.class,
                        "\"ladder\": \"activity\", \"from\": \"member\", \"to\": \"regular\", \"direction\": \"UP\", \"perks\": [\"early\"]"),
                Arguments.of(
                        new Outcome.BadgeAwarded(BY_EVENT, "talker", "Talker", "gold", 2),
                        "rollcall.badges",
                        BadgeAward.class,
                        "\"badge\": \"talker\", \"title\": \"Talker\", \"level\": \"gold\", \"times\": 2"),
                Arguments.of(
                        new Outcome.PointsPosted(BY_EVENT, "redeem", -5, 10),
                        "rollcall.points",
                        PointsEntry.class,
                        "\"kind\": \"POSTED\", \"entry\": \"redeem\", \"points\": -5, \"balance\": 10"),
                Arguments.of(
                        new Outcome.RedemptionRefused(BY_EVENT, 50, 10),
                        "rollcall.points",
                        PointsEntry.class,
                        "\"kind\": \"REDEMPTION_REFUSED\", \"entry\": null, \"points\": 50, \"balance\": 10"),
                Arguments.of(
                        new Outcome.QuestCompleted(BY_EVENT, "settle-in", 50),
                        "rollcall.quests",
                        QuestResult.class,
                        "\"kind\": \"COMPLETED\", \"quest\": \"settle-in\", \"points\": 50, \"missing\": []"),
                Arguments.of(
                        new Outcome.QuestExpired(BY_EVENT, "settle-in", List.of("say-hello")),
                        "rollcall.quests",
                        QuestResult.class,
                        "\"kind\": \"EXPIRED\", \"quest\": \"settle-in\", \"points\": 0, \"missing\": [\"say-hello\"]"),
                Arguments.of(
                        new Outcome.StageChanged(BY_EVENT, "dormant", "growing", true),
                        "rollcall.stages",
                        StageChange.class,
                        "\"from\": \"dormant\", \"to\": \"growing\", \"returned\": true"),
                Arguments.of(
                        new Outcome.SegmentEntered(BY_EVENT, "active"),
                        "rollcall.segments",
                        SegmentChange.class,
                        "\"kind\": \"ENTERED\", \"segment\": \"active\", \"from\": null, \"to\": null"),
                Arguments.of(
                        new Outcome.SegmentLeft(BY_EVENT, "active"),
                        "rollcall.segments",
                        SegmentChange.class,
                        "\"kind\": \"LEFT\", \"segment\": \"active\", \"from\": null, \"to\": null"),
                Arguments.of(
                        new Outcome.RfmChanged(BY_EVENT, null, "HHL"),
                        "rollcall.segments",
                        SegmentChange.class,
                        "\"kind\": \"RFM_CHANGED\", \"segment\": null, \"from\": null, \"to\": \"HHL\""),
                Arguments.of(
                        new Outcome.AlertRaised(BY_EVENT, ALERT),
                        "rollcall.alerts",
                        AlertChange.class,
                        "\"kind\": \"RAISED\", \"alertId\": \"alert-1\", \"alert\": \"churn-risk\", \"ladder\": null, "
                                + "\"severity\": \"critical\", \"raisedAt\": \"1970-01-01T00:00:00.900Z\", "
                                + "\"anchor\": \"1970-01-01T00:00:00.500Z\", \"deadline\": \"1970-01-01T00:00:00.800Z\", "
                                + "\"playbook\": \"Call them.\", \"reason\": null"),
                Arguments.of(
                        new Outcome.AlertResolved(BY_EVENT, AT_RISK, Reason.LATE_EVIDENCE),
                        "rollcall.alerts",
                        AlertChange.class,
                        "\"kind\": \"RESOLVED\", \"alertId\": \"alert-2\", \"alert\": \"tier-at-risk\", \"ladder\": \"activity\", "
                                + "\"severity\": \"warning\", \"raisedAt\": \"1970-01-01T00:00:00.900Z\", "
                                + "\"anchor\": \"1970-01-01T00:00:00.900Z\", \"deadline\": null, "
                                + "\"playbook\": null, \"reason\": \"late-evidence\""));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    <T extends SpecificRecordBase> void anOutcome(Outcome outcome, String topic, Class<T> type, String fields)
            throws IOException {
        TopicRecord record = records.outcome("club/anna", outcome, "book-club", 7);
        assertThat(record.topic()).isEqualTo(topic);
        assertThat(record.key()).isEqualTo("club/anna".getBytes(UTF_8));
        assertThat(WireFormat.of(type).decode(requireNonNull(record.value())))
                .hasToString("{" + HEADER + ", " + fields + "}");
    }

    @Test
    void everyKindOfOutcomeHasARecord() {
        Set<Object> tested =
                outcomes().map(arguments -> arguments.get()[0].getClass()).collect(Collectors.toSet());
        assertThat(Arrays.stream(Outcome.class.getPermittedSubclasses())
                        .map(kind -> (Object) kind)
                        .toList())
                .isSubsetOf(tested);
    }

    @Test
    void causesByTheClockAndShadows() throws IOException {
        for (Cause cause : List.of(Cause.MIDNIGHT, Cause.DEADLINE)) {
            Header header = new Header("id-1", "club", "anna", 1000, cause, Map.of(), true);
            TopicRecord record =
                    records.outcome("club/anna", new Outcome.StageChanged(header, null, "newcomer", false), "p", 7);
            StageChange change = WireFormat.of(StageChange.class).decode(requireNonNull(record.value()));
            assertThat(change.getHeader().getCause().getEvent()).isNull();
            assertThat(change.getHeader().getCause().getClock()).hasToString(cause.toString());
            assertThat(change.getHeader().getShadow()).isTrue();
        }
    }

    @Test
    void aSnapshotWhoseInstantIsTheMembersLatestOne() throws IOException {
        Snapshot snapshot = new Snapshot(
                "club",
                "anna",
                2000,
                1500,
                100L,
                null,
                1500L,
                Map.of("posts", 42.0),
                120,
                150,
                Map.of("activity", "member"),
                Map.of("talker", new Snapshot.Held("gold", 1)),
                Map.of("settle-in", "running"),
                "newcomer",
                List.of("active"),
                null,
                List.of(AT_RISK),
                List.of(
                        new Snapshot.NextLevel("talker", "gold", "posts", 42, 100),
                        new Snapshot.NextTier("activity", "regular", "posts", 42, 50),
                        new Snapshot.NextTierCondition("activity", "regular", "a || b")));
        TopicRecord record = records.snapshot("club/anna", snapshot, "book-club", 7);
        assertThat(record.topic()).isEqualTo("rollcall.members");
        assertThat(record.key()).isEqualTo("club/anna".getBytes(UTF_8));
        assertThat(WireFormat.of(MemberSnapshot.class).decode(requireNonNull(record.value())))
                .hasToString("{\"community\": \"club\", \"member\": \"anna\", \"at\": \"1970-01-01T00:00:01.500Z\", "
                        + "\"program\": \"book-club\", \"programVersion\": 7, \"joinedAt\": \"1970-01-01T00:00:00.100Z\", "
                        + "\"leftAt\": null, \"lastActiveAt\": \"1970-01-01T00:00:01.500Z\", \"metrics\": {\"posts\": 42.0}, "
                        + "\"points\": 120, \"pointsEarned\": 150, \"tiers\": {\"activity\": \"member\"}, "
                        + "\"badges\": {\"talker\": {\"level\": \"gold\", \"times\": 1}}, \"quests\": {\"settle-in\": \"running\"}, "
                        + "\"stage\": \"newcomer\", \"segments\": [\"active\"], \"rfm\": null, "
                        + "\"openAlerts\": [{\"alert\": \"tier-at-risk\", \"ladder\": \"activity\", \"severity\": \"warning\", "
                        + "\"anchor\": \"1970-01-01T00:00:00.900Z\", \"deadline\": null}], "
                        + "\"next\": [{\"ladder\": null, \"tier\": null, \"badge\": \"talker\", \"level\": \"gold\", \"metric\": \"posts\", \"have\": 42.0, \"need\": 100.0, \"condition\": null}, "
                        + "{\"ladder\": \"activity\", \"tier\": \"regular\", \"badge\": null, \"level\": null, \"metric\": \"posts\", \"have\": 42.0, \"need\": 50.0, \"condition\": null}, "
                        + "{\"ladder\": \"activity\", \"tier\": \"regular\", \"badge\": null, \"level\": null, \"metric\": null, \"have\": null, \"need\": null, \"condition\": \"a || b\"}], "
                        + "\"historical\": false}");
    }
}
