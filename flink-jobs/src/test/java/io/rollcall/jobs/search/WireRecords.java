package io.rollcall.jobs.search;

import io.rollcall.wire.AlertChange;
import io.rollcall.wire.AlertKind;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.BadgeHeld;
import io.rollcall.wire.Cause;
import io.rollcall.wire.ClockCause;
import io.rollcall.wire.Direction;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.NextStep;
import io.rollcall.wire.OpenAlert;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.PointsKind;
import io.rollcall.wire.QuestKind;
import io.rollcall.wire.QuestResult;
import io.rollcall.wire.SegmentChange;
import io.rollcall.wire.SegmentKind;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/** One record of each kind; also for the integration tests of other modules. */
public final class WireRecords {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final Instant AT = Instant.parse("2026-01-31T23:59:59.999Z");

    private WireRecords() {}

    /** A record of a kind, its topic, and the fields that its document has beside those of every outcome. */
    public record Kind(String topic, SpecificRecordBase record, List<String> fields) {}

    public static Map<String, Kind> outcomes() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put(
                "tier-changed",
                new Kind(TOPICS.tierChanges(), tierChange(), List.of("ladder", "from", "to", "direction", "perks")));
        kinds.put("badge-awarded", new Kind(TOPICS.badges(), badge(), List.of("badge", "title", "level", "times")));
        kinds.put(
                "points-posted",
                new Kind(TOPICS.points(), points(PointsKind.POSTED), List.of("entry", "points", "balance")));
        kinds.put(
                "redemption-refused",
                new Kind(TOPICS.points(), points(PointsKind.REDEMPTION_REFUSED), List.of("cost", "balance")));
        kinds.put("quest-completed", new Kind(TOPICS.quests(), quest(QuestKind.COMPLETED), List.of("quest", "points")));
        kinds.put("quest-expired", new Kind(TOPICS.quests(), quest(QuestKind.EXPIRED), List.of("quest", "missing")));
        kinds.put(
                "stage-changed",
                new Kind(
                        TOPICS.stages(),
                        StageChange.newBuilder()
                                .setHeader(header())
                                .setFrom("dormant")
                                .setTo("growing")
                                .setReturned(true)
                                .build(),
                        List.of("from", "to", "returned")));
        kinds.put("segment-entered", new Kind(TOPICS.segments(), segment(SegmentKind.ENTERED), List.of("segment")));
        kinds.put("segment-left", new Kind(TOPICS.segments(), segment(SegmentKind.LEFT), List.of("segment")));
        kinds.put("rfm-changed", new Kind(TOPICS.segments(), segment(SegmentKind.RFM_CHANGED), List.of("from", "to")));
        kinds.put(
                "alert-raised",
                new Kind(
                        TOPICS.alerts(),
                        alert(AlertKind.RAISED),
                        List.of("alert", "alertId", "severity", "anchor", "deadline", "playbook")));
        kinds.put(
                "alert-resolved",
                new Kind(
                        TOPICS.alerts(),
                        alert(AlertKind.RESOLVED),
                        List.of("alert", "alertId", "severity", "anchor", "reason")));
        return kinds;
    }

    /** The header of an outcome's record. */
    public static OutcomeHeader headerOf(SpecificRecordBase outcome) {
        return (OutcomeHeader) outcome.get("header");
    }

    public static byte[] encode(SpecificRecordBase record) throws IOException {
        var buffer = new BinaryMessageEncoder<>(SpecificData.getForClass(record.getClass()), record.getSchema())
                .encode(record);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    public static OutcomeHeader header() {
        return OutcomeHeader.newBuilder()
                .setId("o-1")
                .setCommunity("club")
                .setMember("anna")
                .setAt(AT)
                .setCause(Cause.newBuilder().setEvent("e-7").build())
                .setEvidence(Map.of("posts", 3.0))
                .setProgram("club-program")
                .setProgramVersion(4)
                .build();
    }

    public static TierChange tierChange() {
        return TierChange.newBuilder()
                .setHeader(header())
                .setLadder("activity")
                .setFrom("visitor")
                .setTo("member")
                .setDirection(Direction.UP)
                .setPerks(List.of("early-access"))
                .build();
    }

    public static BadgeAward badge() {
        return BadgeAward.newBuilder()
                .setHeader(header())
                .setBadge("talker")
                .setTitle("Talker")
                .setLevel("gold")
                .setTimes(1)
                .build();
    }

    public static AlertChange alert(AlertKind kind) {
        AlertChange.Builder alert = AlertChange.newBuilder()
                .setHeader(header())
                .setKind(kind)
                .setAlertId("a-1")
                .setAlert("silent-newcomer")
                .setSeverity("warning")
                .setRaisedAt(Instant.parse("2026-01-31T00:00:00Z"))
                .setAnchor(Instant.parse("2026-01-24T00:00:00Z"))
                .setDeadline(Instant.parse("2026-01-31T00:00:00Z"))
                .setPlaybook("Say hello");
        if (kind == AlertKind.RESOLVED) {
            return alert.setReason("acted").build();
        }
        AlertChange raised = alert.build();
        raised.getHeader()
                .setCause(Cause.newBuilder().setClock(ClockCause.DEADLINE).build());
        return raised;
    }

    public static MemberSnapshot member() {
        return MemberSnapshot.newBuilder()
                .setCommunity("club")
                .setMember("anna")
                .setAt(AT)
                .setProgram("club-program")
                .setProgramVersion(4)
                .setJoinedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .setLastActiveAt(Instant.parse("2026-01-30T00:00:00Z"))
                .setMetrics(Map.of("posts", 3.0))
                .setPoints(5)
                .setPointsEarned(7)
                .setTiers(Map.of("activity", "member"))
                .setBadges(Map.of(
                        "talker",
                        BadgeHeld.newBuilder().setLevel("gold").setTimes(1).build()))
                .setQuests(Map.of("settle-in", "running"))
                .setStage("growing")
                .setSegments(List.of("active"))
                .setRfm("HHL")
                .setOpenAlerts(List.of(OpenAlert.newBuilder()
                        .setAlert("tier-at-risk")
                        .setLadder("activity")
                        .setSeverity("warning")
                        .setAnchor(Instant.parse("2026-01-30T00:00:00Z"))
                        .build()))
                .setNext(List.of(NextStep.newBuilder()
                        .setLadder("activity")
                        .setTier("regular")
                        .setMetric("posts")
                        .setHave(3.0)
                        .setNeed(20.0)
                        .build()))
                .build();
    }

    private static PointsEntry points(PointsKind kind) {
        return PointsEntry.newBuilder()
                .setHeader(header())
                .setKind(kind)
                .setEntry(kind == PointsKind.POSTED ? "comment" : null)
                .setPoints(10)
                .setBalance(12)
                .build();
    }

    private static QuestResult quest(QuestKind kind) {
        return QuestResult.newBuilder()
                .setHeader(header())
                .setKind(kind)
                .setQuest("settle-in")
                .setPoints(kind == QuestKind.COMPLETED ? 50 : 0)
                .setMissing(kind == QuestKind.COMPLETED ? List.of() : List.of("say-hello"))
                .build();
    }

    private static SegmentChange segment(SegmentKind kind) {
        SegmentChange.Builder change =
                SegmentChange.newBuilder().setHeader(header()).setKind(kind);
        return kind == SegmentKind.RFM_CHANGED
                ? change.setFrom("LLL").setTo("HHL").build()
                : change.setSegment("active").build();
    }
}
