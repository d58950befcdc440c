package io.rollcall.jobs.out;

import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.AlertRaised;
import io.rollcall.outcome.Outcome.AlertResolved;
import io.rollcall.outcome.Outcome.BadgeAwarded;
import io.rollcall.outcome.Outcome.PointsPosted;
import io.rollcall.outcome.Outcome.QuestCompleted;
import io.rollcall.outcome.Outcome.QuestExpired;
import io.rollcall.outcome.Outcome.RedemptionRefused;
import io.rollcall.outcome.Outcome.RfmChanged;
import io.rollcall.outcome.Outcome.SegmentEntered;
import io.rollcall.outcome.Outcome.SegmentLeft;
import io.rollcall.outcome.Outcome.StageChanged;
import io.rollcall.outcome.Outcome.TierChanged;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.AlertKind;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.ClockCause;
import io.rollcall.wire.Direction;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.PointsKind;
import io.rollcall.wire.QuestKind;
import io.rollcall.wire.QuestResult;
import io.rollcall.wire.SegmentChange;
import io.rollcall.wire.SegmentKind;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** The one mapping of outcomes to the records of the wire. */
final class OutcomeRecords {
    private OutcomeRecords() {}

    /**
     * The record of an outcome.
     *
     * @param program the program that gave it
     * @param version that program's version
     * @param historicalUntil what is before this instant is historical
     */
    static SpecificRecordBase of(Outcome outcome, String program, long version, Instant historicalUntil) {
        OutcomeHeader header = header(outcome.header(), program, version, historicalUntil);
        if (outcome instanceof TierChanged tier) {
            Direction direction = tier.direction() == Outcome.Direction.UP ? Direction.UP : Direction.DOWN;
            return new TierChange(header, tier.ladder(), tier.from(), tier.to(), direction, tier.perks());
        } else if (outcome instanceof BadgeAwarded badge) {
            return new BadgeAward(header, badge.badge(), badge.title(), badge.level(), badge.times());
        } else if (outcome instanceof PointsPosted posted) {
            return new PointsEntry(header, PointsKind.POSTED, posted.entry(), posted.points(), posted.balance());
        } else if (outcome instanceof RedemptionRefused refused) {
            return new PointsEntry(header, PointsKind.REDEMPTION_REFUSED, null, refused.cost(), refused.balance());
        } else if (outcome instanceof QuestCompleted quest) {
            return new QuestResult(header, QuestKind.COMPLETED, quest.quest(), quest.points(), List.of());
        } else if (outcome instanceof QuestExpired quest) {
            return new QuestResult(header, QuestKind.EXPIRED, quest.quest(), 0L, quest.missing());
        } else if (outcome instanceof StageChanged stage) {
            return new StageChange(header, stage.from(), stage.to(), stage.returned());
        } else if (outcome instanceof SegmentEntered segment) {
            return new SegmentChange(header, SegmentKind.ENTERED, segment.segment(), null, null);
        } else if (outcome instanceof SegmentLeft segment) {
            return new SegmentChange(header, SegmentKind.LEFT, segment.segment(), null, null);
        } else if (outcome instanceof RfmChanged rfm) {
            return new SegmentChange(header, SegmentKind.RFM_CHANGED, null, rfm.from(), rfm.to());
        } else if (outcome instanceof AlertRaised raised) {
            return alert(header, AlertKind.RAISED, raised.alert(), null);
        } else if (outcome instanceof AlertResolved resolved) {
            return alert(header, AlertKind.RESOLVED, resolved.alert(), kebab(resolved.reason()));
        }
        throw new IllegalArgumentException("an outcome without a record: " + outcome);
    }

    private static OutcomeHeader header(Outcome.Header header, String program, long version, Instant historicalUntil) {
        Instant at = Instant.ofEpochMilli(header.at());
        return new OutcomeHeader(
                header.id(),
                header.community(),
                header.member(),
                at,
                cause(header.cause()),
                header.evidence(),
                program,
                version,
                header.shadow(),
                at.isBefore(historicalUntil));
    }

    private static io.rollcall.wire.Cause cause(Cause cause) {
        if (cause instanceof Cause.ByEvent event) {
            return new io.rollcall.wire.Cause(event.id(), null);
        }
        return new io.rollcall.wire.Cause(null, cause == Cause.MIDNIGHT ? ClockCause.MIDNIGHT : ClockCause.DEADLINE);
    }

    private static AlertChange alert(OutcomeHeader header, AlertKind kind, Alert alert, @Nullable String reason) {
        return new AlertChange(
                header,
                kind,
                alert.id(),
                alert.name(),
                alert.ladder(),
                kebab(alert.severity()),
                Instant.ofEpochMilli(alert.raisedAt()),
                Instant.ofEpochMilli(alert.anchor()),
                instant(alert.deadline()),
                alert.playbook(),
                reason);
    }

    static @Nullable Instant instant(@Nullable Long milliseconds) {
        return milliseconds == null ? null : Instant.ofEpochMilli(milliseconds);
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
