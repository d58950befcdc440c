package io.rollcall.jobs.search;

import io.rollcall.wire.AlertChange;
import io.rollcall.wire.AlertKind;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.OutcomeHeader;
import java.time.Instant;

/** The documents that say how things stand: one of each alert, member and program, each write carrying all of it. */
final class StateFields {
    private StateFields() {}

    static byte[] of(AlertChange change) {
        OutcomeHeader header = change.getHeader();
        boolean raised = change.getKind() == AlertKind.RAISED;
        return JsonDocument.of(document -> document.text("alertId", change.getAlertId())
                .text("community", header.getCommunity())
                .text("member", header.getMember())
                .text("alert", change.getAlert())
                .text("ladder", change.getLadder())
                .text("severity", change.getSeverity())
                .instant("anchor", change.getAnchor())
                .instant("deadline", change.getDeadline())
                .text("playbook", change.getPlaybook())
                .text("state", raised ? "open" : "resolved")
                .instant("raisedAt", change.getRaisedAt())
                .instant("resolvedAt", raised ? null : header.getAt())
                .text("reason", change.getReason())
                .flag("shadow", header.getShadow())
                .flag("historical", header.getHistorical()));
    }

    static byte[] of(MemberSnapshot member) {
        return JsonDocument.of(document -> document.text("community", member.getCommunity())
                .text("member", member.getMember())
                .instant("at", member.getAt())
                .text("program", member.getProgram())
                .number("programVersion", member.getProgramVersion())
                .instant("joinedAt", member.getJoinedAt())
                .instant("leftAt", member.getLeftAt())
                .instant("lastActiveAt", member.getLastActiveAt())
                .numbers("metrics", member.getMetrics())
                .number("points", member.getPoints())
                .number("pointsEarned", member.getPointsEarned())
                .texts("tiers", member.getTiers())
                .objects("badges", member.getBadges().entrySet(), (badge, held) -> badge.text("badge", held.getKey())
                        .text("level", held.getValue().getLevel())
                        .number("times", held.getValue().getTimes()))
                .objects("quests", member.getQuests().entrySet(), (quest, state) -> quest.text("quest", state.getKey())
                        .text("state", state.getValue()))
                .text("stage", member.getStage())
                .texts("segments", member.getSegments())
                .text("rfm", member.getRfm())
                .objects("openAlerts", member.getOpenAlerts(), (alert, open) -> alert.text("alert", open.getAlert())
                        .text("ladder", open.getLadder())
                        .text("severity", open.getSeverity())
                        .instant("anchor", open.getAnchor())
                        .instant("deadline", open.getDeadline()))
                .objects("next", member.getNext(), (next, step) -> next.text("ladder", step.getLadder())
                        .text("tier", step.getTier())
                        .text("badge", step.getBadge())
                        .text("level", step.getLevel())
                        .text("metric", step.getMetric())
                        .number("have", step.getHave())
                        .number("need", step.getNeed())
                        .text("condition", step.getCondition()))
                .flag("historical", member.getHistorical()));
    }

    static byte[] of(ProgramOutline outline, String community, long version, Instant publishedAt, String text) {
        return JsonDocument.of(document -> document.text("community", community)
                .text("program", outline.program())
                .number("version", version)
                .text("mode", outline.mode())
                .text("timezone", outline.timezone())
                .instant("publishedAt", publishedAt)
                .objects("ladders", outline.ladders(), (item, ladder) -> item.text("ladder", ladder.ladder())
                        .texts("tiers", ladder.tiers()))
                .objects("badges", outline.badges(), (item, badge) -> item.text("badge", badge.badge())
                        .text("title", badge.title()))
                .text("text", text));
    }
}
