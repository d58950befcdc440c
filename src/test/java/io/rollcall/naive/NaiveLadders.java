package io.rollcall.naive;

import io.rollcall.naive.NaiveMember.Phase;
import io.rollcall.naive.NaiveProgram.Body;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;

/** The tiers of one member. */
final class NaiveLadders {
    private final NaiveMember member;
    private final NaiveProgram program;
    private final Map<String, Integer> tiers = new HashMap<>();
    private final Map<String, Long> promotedAt = new HashMap<>();
    /** The start of the grace that runs, by ladder. */
    private final Map<String, Long> grace = new LinkedHashMap<>();

    /** Ladders that went up, and down, in this evaluation. */
    private final Set<String> promoted = new HashSet<>();

    private final Set<String> demoted = new HashSet<>();

    NaiveLadders(NaiveMember member) {
        this.member = member;
        this.program = member.program;
    }

    void left() {
        program.ladders.keySet().forEach(ladder -> endGrace(ladder, "left"));
    }

    void begin() {
        promoted.clear();
        demoted.clear();
    }

    void deadlines(LongConsumer deadline) {
        program.ladders.forEach((ladder, all) -> {
            Body tier = all.get(tier(ladder));
            if (grace.containsKey(ladder)) {
                deadline.accept(grace.get(ladder) + tier.duration("grace"));
            }
            // the lowest tier is nobody's to lose: it has no hold
            if (promotedAt.containsKey(ladder) && tier != all.get(0)) {
                deadline.accept(promotedAt.get(ladder) + tier.duration("hold"));
            }
        });
    }

    private int tier(String ladder) {
        return tiers.getOrDefault(ladder, 0);
    }

    boolean reached(String ladder, String name) {
        List<Body> all = Objects.requireNonNull(program.ladders.get(ladder));
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).text("tier", "").equals(name)) {
                return tier(ladder) >= i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    void ladders() {
        program.ladders.forEach((ladder, all) -> {
            if (!demoted.contains(ladder)) {
                climb(ladder, all);
            }
            if (!promoted.contains(ladder)) {
                fall(ladder, all);
            }
        });
    }

    private void climb(String ladder, List<Body> all) {
        int from = tier(ladder);
        int to = from;
        var enters = new ArrayList<Cel.Node>();
        while (to + 1 < all.size()) {
            Body next = all.get(to + 1);
            Cel.Node enter = next.condition("enter");
            if (enter == null || !enter.holds(member)) {
                break;
            }
            String keep = next.text("keep", "always");
            if (!keep.equals("always") && !program.condition(keep).holds(member)) {
                break;
            }
            enters.add(enter);
            to++;
            tiers.put(ladder, to);
        }
        if (to > from) {
            promotedAt.put(ladder, member.now);
            promoted.add(ladder);
            changed(ladder, all, from, to, "up", enters);
            endGrace(ladder, "recovered");
        }
    }

    private void fall(String ladder, List<Body> all) {
        int from = tier(ladder);
        int to = from;
        var lost = new ArrayList<Cel.Node>();
        Runnable after = () -> {};
        while (to > 0) {
            Body tier = all.get(to);
            if (promotedAt.containsKey(ladder) && member.now < promotedAt.get(ladder) + tier.duration("hold")) {
                break;
            }
            String keep = tier.text("keep", tier.text("enter", ""));
            if (keep.equals("always")) {
                break;
            }
            Cel.Node kept = program.condition(keep);
            // a grace belongs to the tier at hand when the evaluation began
            boolean running = to == from && grace.containsKey(ladder);
            if (kept.holds(member)) {
                if (running) {
                    endGrace(ladder, "recovered");
                }
                break;
            }
            if (tier.duration("grace") > 0) {
                if (!running) {
                    after = () -> startGrace(ladder, tier, kept);
                    break;
                }
                if (member.phase != Phase.DEADLINE
                        || member.now < Objects.requireNonNull(grace.get(ladder)) + tier.duration("grace")) {
                    break;
                }
            }
            lost.add(kept);
            to--;
            tiers.put(ladder, to);
        }
        if (to < from) {
            demoted.add(ladder);
            changed(ladder, all, from, to, "down", lost);
            endGrace(ladder, "demoted");
        }
        after.run();
    }

    private void changed(String ladder, List<Body> all, int from, int to, String direction, List<Cel.Node> conditions) {
        member.say(
                "tier-changed",
                member.evidence(conditions.toArray(new Cel.Node[0])),
                "ladder",
                ladder,
                "from",
                all.get(from).text("tier"),
                "to",
                all.get(to).text("tier"),
                "direction",
                direction,
                "perks",
                all.get(to).texts("perks"));
    }

    private void startGrace(String ladder, Body tier, Cel.Node kept) {
        grace.put(ladder, member.now);
        member.say(
                "alert-raised",
                member.evidence(kept),
                "alert",
                "tier-at-risk",
                "ladder",
                ladder,
                "severity",
                "warning",
                "anchor",
                NaiveMember.instant(member.now),
                "deadline",
                NaiveMember.instant(member.now + tier.duration("grace")),
                "playbook",
                null);
    }

    private void endGrace(String ladder, String reason) {
        Long since = grace.remove(ladder);
        if (since != null) {
            member.say(
                    "alert-resolved",
                    Map.of(),
                    "alert",
                    "tier-at-risk",
                    "ladder",
                    ladder,
                    "reason",
                    reason,
                    "anchor",
                    NaiveMember.instant(since));
        }
    }

    // ---- the snapshot

    void snapshot(Map<String, Object> reached, List<Object> next, List<Object> alerts) {
        program.ladders.forEach((ladder, all) -> {
            reached.put(ladder, all.get(tier(ladder)).text("tier"));
            if (tier(ladder) + 1 < all.size()) {
                missing(ladder, all.get(tier(ladder) + 1), next);
            }
            if (grace.containsKey(ladder)) {
                long since = grace.get(ladder);
                long end = since + all.get(tier(ladder)).duration("grace");
                var alert = NaiveAlerts.alert("tier-at-risk", "warning", since, end);
                alert.put("ladder", ladder);
                alerts.add(alert);
            }
        });
    }

    private void missing(String ladder, Body tier, List<Object> next) {
        Cel.Node enter = tier.condition("enter");
        String text = tier.text("enter", "");
        if (enter == null) {
            return;
        }
        for (Cel.Node conjunct : enter.conjuncts()) {
            if (conjunct.holds(member)) {
                continue;
            }
            var entry = new LinkedHashMap<String, Object>();
            entry.put("ladder", ladder);
            entry.put("tier", tier.text("tier"));
            boolean comparison = List.of("==", "<", "<=", ">", ">=").contains(conjunct.kind())
                    && conjunct.parts().get(0).kind().equals("name")
                    && conjunct.parts().get(1).value() instanceof Double;
            if (comparison) {
                String metric = (String) conjunct.parts().get(0).value();
                entry.put("metric", metric);
                entry.put("have", member.number(metric));
                entry.put("need", conjunct.parts().get(1).value());
            } else {
                entry.put("condition", text.substring(conjunct.from(), conjunct.to()));
            }
            next.add(entry);
        }
    }
}
