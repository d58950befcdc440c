package io.rollcall.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;

/** One record of every type, with every field set or its emptiest, whose bytes are kept in {@code golden/}. */
final class SampleRecords {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00.123Z");

    private SampleRecords() {}

    static Map<String, SpecificRecordBase> all() {
        Map<String, SpecificRecordBase> samples = new TreeMap<>();
        samples.put("MemberEvent", event());
        samples.put("MemberEvent-least", new MemberEvent("e-1", "book-club", "join", null, "anna", AT, null, Map.of()));
        samples.put(
                "TierChange",
                new TierChange(
                        byEvent(), "activity", "member", "regular", Direction.UP, List.of("early-access", "badge")));
        samples.put("BadgeAward", new BadgeAward(byEvent(), "storyteller", "Storyteller — 故事", "silver", 1));
        samples.put(
                "PointsEntry",
                new PointsEntry(byEvent(), PointsKind.POSTED, "daily-check-in", 10L, 1_234_567_890_123L));
        samples.put("StageChange", new StageChange(byClock(ClockCause.DEADLINE), null, "newcomer", false));
        samples.put(
                "SegmentChange",
                new SegmentChange(byClock(ClockCause.MIDNIGHT), SegmentKind.RFM_CHANGED, null, "HHL", "LHL"));
        samples.put(
                "QuestResult",
                new QuestResult(
                        byClock(ClockCause.DEADLINE), QuestKind.EXPIRED, "settle-in", 0L, List.of("say-hello")));
        samples.put(
                "AlertChange",
                new AlertChange(
                        byClock(ClockCause.DEADLINE),
                        AlertKind.RAISED,
                        "0f1e2d3c",
                        "tier-at-risk",
                        "activity",
                        "warning",
                        AT,
                        AT.minusSeconds(604_800),
                        AT.plusSeconds(60),
                        "Say hello.",
                        null));
        samples.put("MemberSnapshot", snapshot());
        samples.put(
                "DeadLetter",
                new DeadLetter(
                        "no event",
                        "invalid-event",
                        "member-journey",
                        "rollcall.events",
                        3,
                        42L,
                        AT,
                        ByteBuffer.wrap(new byte[] {1, 2}),
                        ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8))));
        return samples;
    }

    private static MemberEvent event() {
        return new MemberEvent(
                "e-1",
                "book-club",
                "purchase",
                "anna",
                "bert",
                AT,
                19.99,
                new TreeMap<>(Map.of("quality", "featured")));
    }

    private static OutcomeHeader byEvent() {
        return header(new Cause("e-1", null));
    }

    private static OutcomeHeader byClock(ClockCause clock) {
        return header(new Cause(null, clock));
    }

    private static OutcomeHeader header(Cause cause) {
        return new OutcomeHeader(
                "4d5e6f", "book-club", "anna", AT, cause, Map.of("posts_30d", 12.0), "book-club", 7L, true, true);
    }

    private static MemberSnapshot snapshot() {
        return new MemberSnapshot(
                "book-club",
                "anna",
                AT,
                "book-club",
                7L,
                AT.minusSeconds(1000),
                null,
                AT,
                Map.of("posts", 42.0),
                120L,
                150L,
                Map.of("activity", "member"),
                Map.of("storyteller", new BadgeHeld("bronze", 1)),
                Map.of("settle-in", "running"),
                "newcomer",
                List.of("active"),
                "HHL",
                List.of(new OpenAlert("churn-risk", null, "critical", AT, AT.plusSeconds(1))),
                List.of(new NextStep(null, null, "storyteller", "silver", "posts", 42.0, 100.0, null)),
                false);
    }
}
