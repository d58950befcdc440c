package io.rollcall.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A community of 2,000 members that looks like one: most are quiet, a few carry it, some drift away. Seeded; its rules are
 * no program's, only its shape matters.
 */
final class SampleCommunity {

    static final Instant NOW = Instant.parse("2026-03-17T14:05:00Z");
    static final int MEMBERS = 2_000;

    private static final List<String> FIRST = List.of(
            "mira", "jonas", "lea", "tariq", "sofia", "niko", "amara", "yuki", "pavel", "ines", "otto", "zoe", "kofi",
            "hana", "luis", "freya", "emil", "noor", "sami", "ida", "wei", "olga", "ravi", "maya", "theo", "aylin");
    private static final List<String> LAST =
            List.of("k", "reads", "berg", "42", "_books", "okafor", "lind", "chan", "s", "novak", "ortiz", "m", "west");
    private static final Duration DAY = Duration.ofDays(1);

    private final Documents documents;
    private final Random random;

    SampleCommunity(Documents documents, long seed) {
        this.documents = documents;
        this.random = new Random(seed);
    }

    void write() {
        documents.program(
                "Europe/Berlin",
                new String[] {"activity: visitor, member, regular, veteran", "support: listener, helper, mentor"},
                new String[] {
                    "first-words: First words",
                    "storyteller: Storyteller",
                    "generous: Generous reader",
                    "seven-days: Seven days in a row"
                });
        for (int i = 0; i < MEMBERS; i++) {
            member(i);
        }
        documents.send();
    }

    private void member(int number) {
        String name = FIRST.get(random.nextInt(FIRST.size())) + LAST.get(random.nextInt(LAST.size())) + (number % 89);
        name = name + (number < 1_000 ? "" : "." + (char) ('a' + number % 26)) + (number % 7 == 0 ? number : "");
        int age = 1 + (int) (Math.pow(random.nextDouble(), 1.3) * 150);
        Instant joined = NOW.minus(DAY.multipliedBy(age)).minusSeconds(random.nextInt(40_000));
        double zeal = Math.pow(random.nextDouble(), 3);
        int idle = Math.min(age - 1, (int) (Math.pow(random.nextDouble(), 2 + 3 * zeal) * 120));
        Instant active = NOW.minus(DAY.multipliedBy(idle)).minusSeconds(random.nextInt(70_000));
        active = active.isBefore(joined) ? joined : active;
        int days = Math.max(1, age - idle);
        int posts = (int) (zeal * days * (1 + 2 * random.nextDouble()) - 0.15);
        int likes = (int) (posts * (1 + random.nextDouble() * 5));
        int recent = Math.max(0, (int) Math.min(30 - idle, 1 + days * zeal * 1.5));
        int helped = (int) (posts * random.nextDouble() * 0.4);
        Life life = new Life(name, joined, active, posts);

        String tier = posts > 150
                ? "veteran"
                : recent >= 12 && likes >= 20 ? "regular" : posts > 0 && recent >= 3 ? "member" : "visitor";
        String support = helped > 30 ? "mentor" : helped > 4 ? "helper" : "listener";
        boolean left = random.nextInt(40) == 0;
        String stage = left
                ? "left"
                : idle >= 90
                        ? "churned"
                        : idle >= 30 ? "dormant" : age < 14 ? "newcomer" : recent >= 12 ? "mature" : "growing";

        ObjectNode snapshot = documents.member(name, joined, active);
        snapshot.put("at", (number == 0 ? NOW : active).toString())
                .put("lastActiveAt", active.toString())
                .put("stage", stage)
                .put("leftAt", left ? active.toString() : null)
                .put("points", 10L * posts + 3L * days)
                .put("pointsEarned", 12L * posts + 3L * days)
                .put("rfm", idle < 7 ? posts > 20 ? "HHL" : "HLL" : "LLL");
        snapshot.withArray("/segments").add(idle >= 14 ? "zombie" : recent > 8 ? "active" : "passive");
        snapshot.withObject("/tiers").put("activity", tier).put("support", support);
        ObjectNode metrics = snapshot.withObject("/metrics");
        metrics.put("posts", posts).put("likes_received", likes).put("active_days_30d", recent);
        metrics.put("idle_days", idle).put("helped", helped).put("spend_90d", posts % 7 == 0 ? 12.5 * helped : 0);
        life.story(tier, support, stage, likes, recent, helped);
        badges(snapshot, posts, recent);
        next(snapshot, tier, support, posts, likes, recent, helped);
        if (!left) {
            alerts(life, snapshot, tier, age, idle);
        }
        documents.put(snapshot);
    }

    /** Berlin's, in winter. */
    private static Instant midnightAfter(Instant instant) {
        return instant.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(23));
    }

    private static void badges(ObjectNode snapshot, int posts, int recent) {
        var badges = snapshot.withArray("/badges");
        if (posts > 0) {
            badges.addObject().put("badge", "first-words").put("times", 1);
        }
        if (posts >= 10) {
            String level = posts >= 200 ? "gold" : posts >= 60 ? "silver" : "bronze";
            badges.addObject().put("badge", "storyteller").put("level", level).put("times", 1);
        }
        if (recent >= 14) {
            badges.addObject().put("badge", "seven-days").put("times", recent / 7);
        }
        snapshot.withArray("/quests")
                .addObject()
                .put("quest", "settle-in")
                .put("state", posts > 2 ? "completed" : "running");
    }

    private static void next(
            ObjectNode snapshot, String tier, String support, int posts, int likes, int recent, int helped) {
        var next = snapshot.withArray("/next");
        switch (tier) {
            case "visitor" -> {
                step(next.addObject(), "activity", "member", "active_days_30d", recent, 3);
                step(next.addObject(), "activity", "member", "posts", posts, 1);
            }
            case "member" -> {
                step(next.addObject(), "activity", "regular", "active_days_30d", recent, 12);
                step(next.addObject(), "activity", "regular", "likes_received", likes, 20);
            }
            case "regular" -> step(next.addObject(), "activity", "veteran", "posts", posts, 150);
            default -> {}
        }
        if (support.equals("helper")) {
            next.addObject()
                    .put("ladder", "support")
                    .put("tier", "mentor")
                    .put("condition", "helped >= 30 || in_segment('active')");
        } else if (support.equals("listener")) {
            step(next.addObject(), "support", "helper", "helped", helped, 5);
        }
        for (Map.Entry<String, Integer> level :
                new TreeMap<>(Map.of("bronze", 10, "gold", 200, "silver", 60)).entrySet()) {
            if (posts < level.getValue()) {
                next.addObject()
                        .put("badge", "storyteller")
                        .put("level", level.getKey())
                        .put("metric", "posts")
                        .put("have", posts)
                        .put("need", level.getValue());
            }
        }
    }

    private static void step(ObjectNode step, String ladder, String tier, String metric, int have, int need) {
        if (have < need) {
            step.put("ladder", ladder)
                    .put("tier", tier)
                    .put("metric", metric)
                    .put("have", have)
                    .put("need", need);
        } else {
            step.put("ladder", ladder)
                    .put("tier", tier)
                    .put("condition", metric + " >= " + need + " && !in_stage('newcomer')");
        }
    }

    private void alerts(Life life, ObjectNode snapshot, String tier, int age, int idle) {
        if (life.posts == 0 && age > 7 && age < 60) {
            Instant raised = life.joined.plus(DAY.multipliedBy(7));
            open(
                    snapshot,
                    documents.alert(
                            life.name,
                            "silent-newcomer",
                            "warning",
                            life.joined,
                            raised,
                            raised,
                            "Say hello; ask the inviter to."));
        } else if (!tier.equals("visitor") && idle >= 14 && idle < 60) {
            Instant raised = life.active.plus(DAY.multipliedBy(14));
            open(
                    snapshot,
                    documents.alert(
                            life.name,
                            "churn-risk",
                            tier.equals("veteran") ? "critical" : "warning",
                            life.active,
                            raised,
                            raised,
                            "Ask what changed; a personal note works best."));
        } else if (tier.equals("regular") && idle >= 6) {
            Instant anchor = NOW.minus(Duration.ofHours(20L * idle % 200));
            ObjectNode alert = documents.alert(
                    life.name, "tier-at-risk", "warning", anchor, anchor, anchor.plus(DAY.multipliedBy(14)), null);
            documents.putAlert(alert.put("ladder", "activity"));
            open(snapshot, alert);
        } else if (life.posts > 120 && idle < 2) {
            open(
                    snapshot,
                    documents.alert(
                            life.name,
                            "rising-star",
                            "info",
                            life.active,
                            life.active,
                            null,
                            "Invite them to host a reading evening."));
        }
    }

    private static void open(ObjectNode snapshot, ObjectNode alert) {
        ObjectNode open = snapshot.withArray("/openAlerts").addObject();
        for (String field : List.of("alert", "severity", "anchor", "deadline")) {
            open.set(field, alert.get(field));
        }
    }

    /** What happened to one member, spread over the time in which they were active. */
    private final class Life {
        final String name;
        final Instant joined;
        final Instant active;
        final int posts;

        Life(String name, Instant joined, Instant active, int posts) {
            this.name = name;
            this.joined = joined;
            this.active = active;
            this.posts = posts;
        }

        Instant at(double part) {
            long millis = Duration.between(joined, active).toMillis();
            return joined.plusMillis((long) (millis * Math.min(1, part)));
        }

        void story(String tier, String support, String stage, int likes, int recent, int helped) {
            documents.stage(name, joined, null, "newcomer", Map.of());
            if (posts > 0) {
                documents.badge(name, at(0.1), "first-words", "First words", null, Map.of("posts", 1));
            }
            if (!tier.equals("visitor")) {
                documents.tier(
                        name,
                        at(0.3),
                        "activity",
                        "visitor",
                        "member",
                        Map.of("active_days_30d", 3, "posts", Math.max(1, posts / 3)));
            }
            if (tier.equals("regular") || tier.equals("veteran")) {
                documents.tier(
                        name,
                        at(0.8),
                        "activity",
                        "member",
                        "regular",
                        Map.of("active_days_30d", 12, "likes_received", Math.max(20, likes / 2)));
            }
            if (tier.equals("veteran")) {
                documents.tier(name, at(0.95), "activity", "regular", "veteran", Map.of("posts", 150));
            }
            if (!support.equals("listener")) {
                documents.tier(name, at(0.6), "support", "listener", "helper", Map.of("helped", 5));
            }
            level("bronze", 10);
            level("silver", 60);
            level("gold", 200);
            if (recent >= 14) {
                documents.badge(
                        name, at(0.99), "seven-days", "Seven days in a row", null, Map.of("check_in_streak", 14));
            }
            if (stage.equals("mature") || stage.equals("growing")) {
                Instant grown = midnightAfter(joined.plus(DAY.multipliedBy(14)));
                if (grown.isBefore(NOW)) {
                    documents.stage(name, grown, "newcomer", stage, Map.of("active_days_30d", recent));
                }
            } else if (stage.equals("dormant") || stage.equals("churned")) {
                Instant slept = midnightAfter(active.plus(DAY.multipliedBy(30)));
                slept = slept.isBefore(NOW) ? slept : NOW;
                documents.stage(name, slept, "growing", "dormant", Map.of("active_days_30d", recent));
            }
            for (int i = 1; i <= Math.min(posts, 6); i++) {
                documents.putOutcome(documents
                        .outcome("points-posted", name, at(0.1 * i + 0.2), Map.of())
                        .put("entry", "post")
                        .put("points", 10)
                        .put("balance", 10 * i));
            }
            if (posts > 2 && helped >= 0) {
                documents.putOutcome(documents
                        .outcome("quest-completed", name, at(0.25), Map.of("posts", 1, "active_days_30d", 3))
                        .put("quest", "settle-in")
                        .put("points", 50));
            }
        }

        private void level(String level, int need) {
            if (posts >= need) {
                documents.badge(
                        name, at((double) need / posts), "storyteller", "Storyteller", level, Map.of("posts", need));
            }
        }
    }
}
