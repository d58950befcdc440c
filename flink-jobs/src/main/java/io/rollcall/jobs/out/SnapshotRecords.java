package io.rollcall.jobs.out;

import io.rollcall.outcome.Snapshot;
import io.rollcall.outcome.Snapshot.Next;
import io.rollcall.outcome.Snapshot.NextLevel;
import io.rollcall.outcome.Snapshot.NextTier;
import io.rollcall.outcome.Snapshot.NextTierCondition;
import io.rollcall.wire.BadgeHeld;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.NextStep;
import io.rollcall.wire.OpenAlert;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one mapping of snapshots to the record of the wire. */
final class SnapshotRecords {
    private SnapshotRecords() {}

    /**
     * The record of a snapshot. Its {@code at} is the member's latest instant, not the one that the metrics stand for:
     * it depends on the member's history alone, so that it never goes back, not even when a restarted job reads that
     * history again with its watermark behind.
     *
     * @param program the program that gave it
     * @param version that program's version
     * @param historicalUntil what is before this instant is historical
     */
    static MemberSnapshot of(Snapshot snapshot, String program, long version, Instant historicalUntil) {
        Instant seen = Instant.ofEpochMilli(snapshot.seen());
        return new MemberSnapshot(
                snapshot.community(),
                snapshot.member(),
                seen,
                program,
                version,
                OutcomeRecords.instant(snapshot.joinedAt()),
                OutcomeRecords.instant(snapshot.leftAt()),
                OutcomeRecords.instant(snapshot.lastActiveAt()),
                snapshot.metrics(),
                snapshot.points(),
                snapshot.pointsEarned(),
                snapshot.tiers(),
                badges(snapshot.badges()),
                snapshot.quests(),
                snapshot.stage(),
                snapshot.segments(),
                snapshot.rfm(),
                alerts(snapshot),
                snapshot.next().stream().map(SnapshotRecords::next).toList(),
                seen.isBefore(historicalUntil));
    }

    private static Map<String, BadgeHeld> badges(Map<String, Snapshot.Held> badges) {
        Map<String, BadgeHeld> held = new LinkedHashMap<>();
        badges.forEach((badge, of) -> held.put(badge, new BadgeHeld(of.level(), of.times())));
        return held;
    }

    private static List<OpenAlert> alerts(Snapshot snapshot) {
        return snapshot.openAlerts().stream()
                .map(alert -> new OpenAlert(
                        alert.name(),
                        alert.ladder(),
                        OutcomeRecords.kebab(alert.severity()),
                        Instant.ofEpochMilli(alert.anchor()),
                        OutcomeRecords.instant(alert.deadline())))
                .toList();
    }

    private static NextStep next(Next next) {
        if (next instanceof NextLevel level) {
            return new NextStep(
                    null, null, level.badge(), level.level(), level.metric(), level.have(), level.need(), null);
        } else if (next instanceof NextTier tier) {
            return new NextStep(tier.ladder(), tier.tier(), null, null, tier.metric(), tier.have(), tier.need(), null);
        } else if (next instanceof NextTierCondition tier) {
            return new NextStep(tier.ladder(), tier.tier(), null, null, null, null, null, tier.condition());
        }
        throw new IllegalArgumentException("a next step without a record: " + next);
    }
}
