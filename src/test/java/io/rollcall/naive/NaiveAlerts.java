package io.rollcall.naive;

import io.rollcall.naive.NaiveMember.Phase;
import io.rollcall.naive.NaiveProgram.Body;
import io.rollcall.naive.RawMetrics.Taken;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The alerts of one member that the program names. */
final class NaiveAlerts {
    private final NaiveMember member;
    private final NaiveProgram program;
    /** By alert: the anchor of the open one. */
    private final Map<String, Long> open = new HashMap<>();

    private final Map<String, Long> raisedAt = new HashMap<>();

    NaiveAlerts(NaiveMember member) {
        this.member = member;
        this.program = member.program;
    }

    void left() {
        program.alerts.keySet().forEach(alert -> resolve(alert, "left"));
    }

    void deadlines(LongConsumer deadline) {
        program.alerts.forEach((alert, body) -> {
            if (open.containsKey(alert)) {
                return;
            }
            if (body.has("since")) {
                int anchor = anchor(body);
                if (anchor >= 0 && !answered(body, anchor)) {
                    deadline.accept(anchorAt(body, anchor) + body.duration("after"));
                }
            } else if (raisedAt.containsKey(alert)) {
                deadline.accept(raisedAt.get(alert) + body.duration("cooldown"));
            }
        });
    }

    /** Where in the history the anchor is; -1 if there is none. */
    private int anchor(Body body) {
        if (body.text("since", "").equals("join")) {
            return member.joinedIndex;
        }
        for (int i = member.history.size() - 1; i >= member.joinedIndex; i--) {
            if (isOwn(member.history.get(i), body.set("since"))) {
                return i;
            }
        }
        return -1;
    }

    private long anchorAt(Body body, int anchor) {
        return body.text("since", "").equals("join") && member.joinedAt != null
                ? member.joinedAt
                : member.history.get(anchor).event().at();
    }

    private static Set<String> unless(Body body) {
        return body.set(body.has("unless") ? "unless" : "since");
    }

    private boolean answered(Body body, int anchor) {
        int from = body.text("since", "").equals("join") ? anchor : anchor + 1;
        long end = anchorAt(body, anchor) + body.duration("after");
        return member.history.subList(from, member.history.size()).stream()
                .anyMatch(taken -> isOwn(taken, unless(body)) && taken.event().at() <= end);
    }

    private static boolean isOwn(Taken taken, Set<String> types) {
        return taken.actor() && types.contains(taken.event().type());
    }

    void alerts() {
        program.alerts.forEach((alert, body) -> {
            Cel.Node when = body.condition("when");
            if (body.has("since")) {
                if (member.phase == Phase.EVENT && member.current != null && isOwn(member.current, unless(body))) {
                    resolve(alert, "acted");
                }
                int anchor = anchor(body);
                if (member.phase == Phase.DEADLINE
                        && member.round == 1
                        && anchor >= 0
                        && member.now == anchorAt(body, anchor) + body.duration("after")
                        && !open.containsKey(alert)
                        && !answered(body, anchor)
                        && (when == null || when.holds(member))) {
                    raise(alert, body, when, anchorAt(body, anchor), member.now);
                }
                return;
            }
            if (when == null) {
                return;
            }
            boolean holds = when.holds(member);
            if (open.containsKey(alert)) {
                if (!holds) {
                    resolve(alert, "cleared");
                }
            } else if (holds
                    && (!raisedAt.containsKey(alert)
                            || member.now >= raisedAt.get(alert) + body.duration("cooldown"))) {
                raisedAt.put(alert, member.now);
                raise(alert, body, when, member.now, null);
            }
        });
    }

    private void raise(String alert, Body body, Cel.@Nullable Node when, long anchor, @Nullable Long deadline) {
        open.put(alert, anchor);
        member.say(
                "alert-raised",
                member.evidence(when),
                "alert",
                alert,
                "severity",
                body.text("severity", "warning"),
                "anchor",
                NaiveMember.instant(anchor),
                "deadline",
                NaiveMember.instant(deadline),
                "playbook",
                body.text("playbook"));
    }

    private void resolve(String alert, String reason) {
        Long anchor = open.remove(alert);
        if (anchor != null) {
            member.say(
                    "alert-resolved",
                    Map.of(),
                    "alert",
                    alert,
                    "reason",
                    reason,
                    "anchor",
                    NaiveMember.instant(anchor));
        }
    }

    // ---- the snapshot

    void snapshot(List<Object> alerts) {
        program.alerts.forEach((alert, body) -> {
            if (open.containsKey(alert)) {
                long anchor = open.get(alert);
                alerts.add(alert(
                        alert,
                        body.text("severity", "warning"),
                        anchor,
                        body.has("since") ? anchor + body.duration("after") : null));
            }
        });
    }

    static Map<String, Object> alert(String name, String severity, long anchor, @Nullable Long deadline) {
        var alert = new LinkedHashMap<String, Object>();
        alert.put("alert", name);
        alert.put("severity", severity);
        alert.put("anchor", NaiveMember.instant(anchor));
        alert.put("deadline", NaiveMember.instant(deadline));
        return alert;
    }
}
