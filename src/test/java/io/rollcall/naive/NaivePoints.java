package io.rollcall.naive;

import io.rollcall.event.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The points of one member. */
final class NaivePoints {
    private final NaiveMember member;
    private final Map<String, Integer> posted = new HashMap<>();
    final Map<String, Double> lastStreak = new HashMap<>();
    long balance;
    long earned;

    NaivePoints(NaiveMember member) {
        this.member = member;
    }

    void earn(Event event, boolean actor) {
        member.program.earn.forEach((rule, body) -> {
            if (body.has("streak")) {
                String metric = body.text("streak", "");
                for (long times = passed(rule, member.number(metric), body.number("every", 1)); times > 0; times--) {
                    post(rule, (long) body.number("points", 0), () -> Map.of(metric, member.number(metric)));
                }
            } else if (actor && body.set("on").contains(event.type())) {
                String key = rule + " on " + member.metrics.date(event.at());
                int times = posted.getOrDefault(key, 0);
                long amount = body.has("per_value")
                        ? whole(event.value() * body.number("per_value", 0), RoundingMode.FLOOR)
                        : (long) body.number("points", 0);
                if (times < body.number("daily_limit", Integer.MAX_VALUE) && post(rule, amount, Map::of)) {
                    posted.put(key, times + 1);
                }
            }
        });
    }

    /** How many multiples the value has passed since the previous evaluation. */
    long passed(String rule, double value, double every) {
        double before = lastStreak.getOrDefault(rule, 0.0);
        return (long) (Math.floor(Math.max(0, value) / every) - Math.floor(Math.max(0, before) / every));
    }

    void redeem(Event event) {
        long cost = whole(event.value(), RoundingMode.CEILING);
        if (cost < 1) {
            return;
        }
        if (balance >= cost) {
            balance -= cost;
            member.say("points-posted", Map.of(), "entry", "redeem", "points", -cost, "balance", balance);
        } else {
            member.say("redemption-refused", Map.of(), "cost", cost, "balance", balance);
        }
    }

    private static long whole(double amount, RoundingMode mode) {
        return new BigDecimal(amount)
                .setScale(6, RoundingMode.HALF_EVEN)
                .setScale(0, mode)
                .longValueExact();
    }

    /** Posts points; nothing below one. The evidence is of after the posting. */
    boolean post(String entry, long amount, Supplier<Map<String, Object>> evidence) {
        if (amount < 1) {
            return false;
        }
        balance += amount;
        earned += amount;
        member.say("points-posted", evidence.get(), "entry", entry, "points", amount, "balance", balance);
        return true;
    }

    /** An evaluation is over. */
    void end() {
        member.program.earn.forEach((rule, body) -> {
            if (body.has("streak")) {
                lastStreak.put(rule, member.number(body.text("streak", "")));
            }
        });
    }
}
