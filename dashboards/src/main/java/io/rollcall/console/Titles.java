package io.rollcall.console;

import io.rollcall.wording.Terms;
import java.util.Locale;
import java.util.Map;

/**
 * What the names of a program are called on the page: a badge by its title, if it has one of its own, everything else by
 * its name as people write it. {@code humanise} in the page's {@code format.js} does the same to names that come without
 * words around them.
 */
final class Titles implements Terms {
    private static final String BADGE = "badge:";
    private static final String QUEST = "quest:";

    private final Terms numbers;
    private final Map<String, String> badges;

    /**
     * @param numbers how metrics are said
     * @param badges badge to the title that the program gives it
     */
    Titles(Terms numbers, Map<String, String> badges) {
        this.numbers = numbers;
        this.badges = badges;
    }

    /** {@code Silent newcomer} of {@code silent-newcomer}. */
    static String of(String name) {
        String words = name.replaceAll("[-_]+", " ").strip();
        return words.isEmpty() ? name : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    @Override
    public String name(String name) {
        return of(name);
    }

    /** A badge without a title has its name for one. */
    @Override
    public String badge(String badge, String title) {
        String known = isNone(badge, title) ? badges.getOrDefault(badge, "") : title;
        return isNone(badge, known) ? of(badge) : known;
    }

    private static boolean isNone(String badge, String title) {
        return title.isEmpty() || title.equals(badge);
    }

    @Override
    public String entry(String entry) {
        if (entry.startsWith(BADGE)) {
            return "the badge " + badge(entry.substring(BADGE.length()), "");
        }
        return entry.startsWith(QUEST) ? "the quest " + of(entry.substring(QUEST.length())) : of(entry);
    }

    @Override
    public String value(String number, double value) {
        return numbers.value(number, value);
    }

    @Override
    public String needed(String number, double have, double need) {
        return numbers.needed(number, have, need);
    }

    @Override
    public String number(String number, double value) {
        return numbers.number(number, value);
    }

    @Override
    public String awaited(String alert) {
        return numbers.awaited(alert);
    }
}
