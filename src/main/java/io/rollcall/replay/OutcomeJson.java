package io.rollcall.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outcomes and snapshots as JSON, with the field names of SEMANTICS section 6. */
public final class OutcomeJson {
    /** Every kind of outcome, in the order of an evaluation. */
    public static final List<String> KINDS = List.of(
            "tier-changed",
            "badge-awarded",
            "points-posted",
            "redemption-refused",
            "quest-completed",
            "quest-expired",
            "stage-changed",
            "segment-entered",
            "segment-left",
            "rfm-changed",
            "alert-raised",
            "alert-resolved");

    private OutcomeJson() {}

    /** Writes an outcome. */
    public static void write(JsonGenerator json, Outcome outcome) throws IOException {
        var header = outcome.header();
        json.writeStartObject();
        json.writeStringField("id", header.id());
        json.writeStringField("kind", kind(outcome));
        json.writeStringField("community", header.community());
        json.writeStringField("member", header.member());
        instant(json, "at", header.at());
        fields(json, outcome);
        json.writeObjectFieldStart("cause");
        if (header.cause() instanceof Cause.ByEvent event) {
            json.writeStringField("event", event.id());
        } else {
            json.writeStringField("clock", word((Cause.Clock) header.cause()));
        }
        json.writeEndObject();
        numbers(json, "evidence", header.evidence());
        if (header.shadow()) {
            json.writeBooleanField("shadow", true);
        }
        json.writeEndObject();
    }

    /** The kind of an outcome, in kebab-case. */
    public static String kind(Outcome outcome) {
        if (outcome instanceof Outcome.TierChanged) {
            return "tier-changed";
        } else if (outcome instanceof Outcome.BadgeAwarded) {
            return "badge-awarded";
        } else if (outcome instanceof Outcome.PointsPosted) {
            return "points-posted";
        } else if (outcome instanceof Outcome.RedemptionRefused) {
            return "redemption-refused";
        } else if (outcome instanceof Outcome.QuestCompleted) {
            return "quest-completed";
        } else if (outcome instanceof Outcome.QuestExpired) {
            return "quest-expired";
        } else if (outcome instanceof Outcome.StageChanged) {
            return "stage-changed";
        } else if (outcome instanceof Outcome.SegmentEntered) {
            return "segment-entered";
        } else if (outcome instanceof Outcome.SegmentLeft) {
            return "segment-left";
        } else if (outcome instanceof Outcome.RfmChanged) {
            return "rfm-changed";
        } else if (outcome instanceof Outcome.AlertRaised) {
            return "alert-raised";
        }
        return "alert-resolved";
    }

    private static void fields(JsonGenerator json, Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.TierChanged o) {
            json.writeStringField("ladder", o.ladder());
            json.writeStringField("from", o.from());
            json.writeStringField("to", o.to());
            json.writeStringField("direction", word(o.direction()));
            texts(json, "perks", o.perks());
        } else if (outcome instanceof Outcome.BadgeAwarded o) {
            json.writeStringField("badge", o.badge());
            json.writeStringField("title", o.title());
            json.writeStringField("level", o.level());
            json.writeNumberField("times", o.times());
        } else if (outcome instanceof Outcome.PointsPosted o) {
            json.writeStringField("entry", o.entry());
            json.writeNumberField("points", o.points());
            json.writeNumberField("balance", o.balance());
        } else if (outcome instanceof Outcome.RedemptionRefused o) {
            json.writeNumberField("cost", o.cost());
            json.writeNumberField("balance", o.balance());
        } else if (outcome instanceof Outcome.QuestCompleted o) {
            json.writeStringField("quest", o.quest());
            json.writeNumberField("points", o.points());
        } else if (outcome instanceof Outcome.QuestExpired o) {
            json.writeStringField("quest", o.quest());
            texts(json, "missing", o.missing());
        } else if (outcome instanceof Outcome.StageChanged o) {
            json.writeStringField("from", o.from());
            json.writeStringField("to", o.to());
            json.writeBooleanField("returned", o.returned());
        } else if (outcome instanceof Outcome.SegmentEntered o) {
            json.writeStringField("segment", o.segment());
        } else if (outcome instanceof Outcome.SegmentLeft o) {
            json.writeStringField("segment", o.segment());
        } else if (outcome instanceof Outcome.RfmChanged o) {
            json.writeStringField("from", o.from());
            json.writeStringField("to", o.to());
        } else if (outcome instanceof Outcome.AlertRaised o) {
            alert(json, o.alert());
            json.writeStringField("playbook", o.alert().playbook());
        } else if (outcome instanceof Outcome.AlertResolved o) {
            json.writeStringField("alert", o.alert().name());
            if (o.alert().ladder() != null) {
                json.writeStringField("ladder", o.alert().ladder());
            }
            json.writeStringField("reason", word(o.reason()));
            instant(json, "anchor", o.alert().anchor());
        }
    }

    private static void alert(JsonGenerator json, Alert alert) throws IOException {
        json.writeStringField("alert", alert.name());
        if (alert.ladder() != null) {
            json.writeStringField("ladder", alert.ladder());
        }
        json.writeStringField("severity", word(alert.severity()));
        instant(json, "anchor", alert.anchor());
        instant(json, "deadline", alert.deadline());
    }

    /** Writes a snapshot. */
    public static void write(JsonGenerator json, Snapshot member) throws IOException {
        json.writeStartObject();
        json.writeStringField("community", member.community());
        json.writeStringField("member", member.member());
        instant(json, "joinedAt", member.joinedAt());
        instant(json, "leftAt", member.leftAt());
        instant(json, "lastActiveAt", member.lastActiveAt());
        numbers(json, "metrics", member.metrics());
        json.writeNumberField("points", member.points());
        json.writeNumberField("pointsEarned", member.pointsEarned());
        words(json, "tiers", member.tiers());
        json.writeObjectFieldStart("badges");
        for (var badge : member.badges().entrySet()) {
            json.writeObjectFieldStart(badge.getKey());
            json.writeStringField("level", badge.getValue().level());
            json.writeNumberField("times", badge.getValue().times());
            json.writeEndObject();
        }
        json.writeEndObject();
        words(json, "quests", member.quests());
        json.writeStringField("stage", member.stage());
        texts(json, "segments", member.segments());
        json.writeStringField("rfm", member.rfm());
        json.writeArrayFieldStart("openAlerts");
        for (Alert alert : member.openAlerts()) {
            json.writeStartObject();
            alert(json, alert);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("next");
        for (Snapshot.Next next : member.next()) {
            next(json, next);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void next(JsonGenerator json, Snapshot.Next next) throws IOException {
        json.writeStartObject();
        if (next instanceof Snapshot.NextLevel level) {
            json.writeStringField("badge", level.badge());
            json.writeStringField("level", level.level());
            missing(json, level.metric(), level.have(), level.need());
        } else if (next instanceof Snapshot.NextTier tier) {
            json.writeStringField("ladder", tier.ladder());
            json.writeStringField("tier", tier.tier());
            missing(json, tier.metric(), tier.have(), tier.need());
        } else if (next instanceof Snapshot.NextTierCondition tier) {
            json.writeStringField("ladder", tier.ladder());
            json.writeStringField("tier", tier.tier());
            json.writeStringField("condition", tier.condition());
        }
        json.writeEndObject();
    }

    private static void missing(JsonGenerator json, String metric, double have, double need) throws IOException {
        json.writeStringField("metric", metric);
        number(json, "have", have);
        number(json, "need", need);
    }

    private static void instant(JsonGenerator json, String name, @Nullable Long millis) throws IOException {
        json.writeFieldName(name);
        if (millis == null) {
            json.writeNull();
        } else {
            char[] text = new char[InstantText.LONGEST];
            json.writeString(text, 0, InstantText.write(millis, text));
        }
    }

    private static void number(JsonGenerator json, String name, double number) throws IOException {
        json.writeFieldName(name);
        if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
            json.writeNumber((long) number);
        } else {
            json.writeNumber(number);
        }
    }

    private static void numbers(JsonGenerator json, String name, Map<String, Double> numbers) throws IOException {
        json.writeObjectFieldStart(name);
        for (var each : numbers.entrySet()) {
            number(json, each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private static void words(JsonGenerator json, String name, Map<String, String> words) throws IOException {
        json.writeObjectFieldStart(name);
        for (var each : words.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** A constant as outcomes have it: lower case, with dashes. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
