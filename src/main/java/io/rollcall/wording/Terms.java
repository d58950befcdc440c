package io.rollcall.wording;

import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Program;
import java.util.HashMap;
import java.util.Map;

/** How what a program names is said. */
public interface Terms {

    /** By its name, for who has no program at hand: {@code posts = 3}. */
    Terms BY_NAME = new Terms() {
        @Override
        public String value(String number, double value) {
            return number + " = " + English.number(value);
        }

        @Override
        public String needed(String number, double have, double need) {
            return number + ": " + English.number(have) + " of " + English.number(need);
        }

        @Override
        public String awaited(String alert) {
            return "what the program waits for";
        }
    };

    /** The value of a metric or a built-in: {@code 3 posts in 30 days}. */
    String value(String number, double value);

    /** A value that is short of another: {@code 3 of 10 posts in 30 days}. */
    String needed(String number, double have, double need);

    /** A value alone: {@code 3}, and {@code at least 50} where no more than 50 are counted. */
    default String number(String number, double value) {
        return English.number(value);
    }

    /** What would have kept an absence from being reported: {@code a post}. */
    String awaited(String alert);

    /** A ladder, a tier, a level, a quest, a step, a stage, a segment or an alert. */
    default String name(String name) {
        return name;
    }

    /** A badge; its title, which came with it, is empty where it has none. */
    default String badge(String badge, String title) {
        return title.isEmpty() ? badge : title;
    }

    /** What points are posted for: a rule's name, {@code badge:NAME} or {@code quest:NAME}. */
    default String entry(String entry) {
        return entry;
    }

    /** By what a program means with it, where that can be said, and by its name elsewhere. */
    static Terms of(Program program) {
        Map<String, Phrase> phrases = new HashMap<>();
        Map<String, Integer> caps = new HashMap<>();
        for (Metric metric : program.metrics()) {
            if (metric.form() == Metric.Form.DISTINCT) {
                caps.put(metric.name(), metric.cap());
            }
            Phrase phrase = Phrase.of(metric);
            if (phrase != null) {
                phrases.put(metric.name(), phrase);
            }
        }
        phrases.put("points", Phrase.of("a balance of ", "point", ""));
        phrases.put("points_earned", Phrase.of("", "point", " earned"));
        phrases.put("tenure_days", Phrase.of("", "day", " since joining"));
        Map<String, String> awaited = new HashMap<>();
        for (AlertRule alert : program.alerts()) {
            if (alert instanceof AlertRule.Absence absence) {
                awaited.put(absence.name(), anyOf(absence.unless()));
            }
        }
        return new Terms() {
            @Override
            public String value(String number, double value) {
                Phrase phrase = phrases.get(number);
                if (phrase == null) {
                    return number + " = " + English.grouped(value) + (isCapped(number, value) ? " or more" : "");
                }
                return phrase.with(number(number, value), value == 1);
            }

            @Override
            public String number(String number, double value) {
                return (isCapped(number, value) ? "at least " : "") + English.grouped(value);
            }

            private boolean isCapped(String number, double value) {
                return value >= caps.getOrDefault(number, Integer.MAX_VALUE);
            }

            @Override
            public String needed(String number, double have, double need) {
                Phrase phrase = phrases.get(number);
                return phrase == null
                        ? number + ": " + English.grouped(have) + " of " + English.grouped(need)
                        : phrase.with(number(number, have) + " of " + English.grouped(need), need == 1);
            }

            @Override
            public String awaited(String alert) {
                return awaited.getOrDefault(alert, BY_NAME.awaited(alert));
            }
        };
    }

    /** Any event of a set: {@code a post}, {@code a comment or post}, {@code activity}. */
    static String anyOf(EventSet set) {
        return Phrase.Happening.of(set, "").any();
    }
}
