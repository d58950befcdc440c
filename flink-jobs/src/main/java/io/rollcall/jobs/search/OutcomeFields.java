package io.rollcall.jobs.search;

import io.rollcall.wire.AlertChange;
import io.rollcall.wire.AlertKind;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.Cause;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.PointsKind;
import io.rollcall.wire.QuestKind;
import io.rollcall.wire.QuestResult;
import io.rollcall.wire.SegmentChange;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import java.util.Locale;

/** The documents of outcomes: SEMANTICS section 6 with the field names that are there, and the kinds as they are there. */
final class OutcomeFields {
    private OutcomeFields() {}

    static byte[] of(TierChange change) {
        return JsonDocument.of(document -> header(document, "tier-changed", change.getHeader())
                .text("ladder", change.getLadder())
                .text("from", change.getFrom())
                .text("to", change.getTo())
                .text("direction", lower(change.getDirection()))
                .texts("perks", change.getPerks()));
    }

    static byte[] of(BadgeAward award) {
        return JsonDocument.of(document -> header(document, "badge-awarded", award.getHeader())
                .text("badge", award.getBadge())
                .text("title", award.getTitle())
                .text("level", award.getLevel())
                .number("times", award.getTimes()));
    }

    static byte[] of(PointsEntry entry) {
        return JsonDocument.of(document -> {
            if (entry.getKind() == PointsKind.POSTED) {
                header(document, "points-posted", entry.getHeader())
                        .text("entry", entry.getEntry())
                        .number("points", entry.getPoints());
            } else {
                header(document, "redemption-refused", entry.getHeader()).number("cost", entry.getPoints());
            }
            document.number("balance", entry.getBalance());
        });
    }

    static byte[] of(QuestResult result) {
        return JsonDocument.of(document -> {
            if (result.getKind() == QuestKind.COMPLETED) {
                header(document, "quest-completed", result.getHeader()).number("points", result.getPoints());
            } else {
                header(document, "quest-expired", result.getHeader()).texts("missing", result.getMissing());
            }
            document.text("quest", result.getQuest());
        });
    }

    static byte[] of(StageChange change) {
        return JsonDocument.of(document -> header(document, "stage-changed", change.getHeader())
                .text("from", change.getFrom())
                .text("to", change.getTo())
                .flag("returned", change.getReturned()));
    }

    static byte[] of(SegmentChange change) {
        String kind =
                switch (change.getKind()) {
                    case ENTERED -> "segment-entered";
                    case LEFT -> "segment-left";
                    case RFM_CHANGED -> "rfm-changed";
                };
        return JsonDocument.of(document -> header(document, kind, change.getHeader())
                .text("segment", change.getSegment())
                .text("from", change.getFrom())
                .text("to", change.getTo()));
    }

    static byte[] of(AlertChange change) {
        String kind = change.getKind() == AlertKind.RAISED ? "alert-raised" : "alert-resolved";
        return JsonDocument.of(document -> header(document, kind, change.getHeader())
                .text("alertId", change.getAlertId())
                .text("alert", change.getAlert())
                .text("ladder", change.getLadder())
                .text("severity", change.getSeverity())
                .instant("anchor", change.getAnchor())
                .instant("deadline", change.getDeadline())
                .text("playbook", change.getPlaybook())
                .text("reason", change.getReason()));
    }

    private static JsonDocument header(JsonDocument document, String kind, OutcomeHeader header) {
        return document.text("id", header.getId())
                .text("kind", kind)
                .text("community", header.getCommunity())
                .text("member", header.getMember())
                .instant("at", header.getAt())
                .object("cause", () -> cause(document, header.getCause()))
                .numbers("evidence", header.getEvidence())
                .text("program", header.getProgram())
                .number("programVersion", header.getProgramVersion())
                .flag("shadow", header.getShadow())
                .flag("historical", header.getHistorical());
    }

    private static void cause(JsonDocument document, Cause cause) {
        document.text("event", cause.getEvent());
        if (cause.getClock() != null) {
            document.text("clock", lower(cause.getClock()));
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
