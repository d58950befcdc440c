package io.rollcall.wording;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists, counts and durations as English has them. */
public final class English {
    /** Words for one and for many of it. */
    private static final Pattern OWN_PLURALS =
            words("aircraft|crossroads|deer|\\p{L}*fish|headquarters|means|offspring|series|sheep|species|spacecraft");

    /** Words that have no article, many by themselves, besides those in -s. */
    private static final Pattern MANY = words("children|feedback|homework|people");

    /** Words in -s that are one all the same. */
    private static final Pattern ONE = words("\\p{L}*(ss|us|is)|alias|atlas|bias|canvas|gas|lens");

    private English() {}

    /** A noun whose last word is one of these. */
    private static Pattern words(String words) {
        return Pattern.compile("(.*[^\\p{L}])?(" + words + ")", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** {@code a, b and c}. */
    public static String conjunction(List<String> parts) {
        return parts.size() < 2
                ? String.join("", parts)
                : parts.stream().limit(parts.size() - 1L).collect(Collectors.joining(", ")) + " and "
                        + parts.get(parts.size() - 1);
    }

    /** {@code 3rd}. */
    public static String ordinal(int number) {
        int lastTwo = number % 100;
        int last = number % 10;
        String suffix = lastTwo >= 11 && lastTwo <= 13
                ? "th"
                : switch (last) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return number + suffix;
    }

    /** A number without needless digits. */
    public static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    /** The same for people, as {@code 12,000.5}. */
    public static String grouped(double value) {
        return Double.isFinite(value)
                ? new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value)
                : String.valueOf(value);
    }

    /** The duration in the largest unit that states it exactly, down to seconds: "7 days", "36 hours". */
    public static String duration(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        if (seconds % 86_400 == 0) {
            return counted(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0) {
            return counted(seconds / 3_600, "hour");
        }
        return seconds % 60 == 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");
    }

    /** About how long it is, in the units in which options and programs have durations: {@code 3d 4h}, {@code 10min}, {@code 250ms}. */
    public static String span(Duration duration) {
        List<String> parts = new ArrayList<>();
        add(parts, duration.toDays(), "d");
        add(parts, duration.toHoursPart(), "h");
        add(parts, duration.toMinutesPart(), "min");
        add(parts, duration.toSecondsPart(), "s");
        add(parts, duration.toMillisPart(), "ms");
        return parts.isEmpty() ? "0s" : String.join(" ", parts.subList(0, Math.min(2, parts.size())));
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + unit);
        }
    }

    /** {@code 1 day}, {@code 1,200 days}. */
    public static String counted(long count, String noun) {
        return "%,d ".formatted(count) + (count == 1 ? noun : plural(noun));
    }

    /** {@code replies} of {@code reply}; {@code species} and {@code replies} stay as they are. */
    static String plural(String noun) {
        if (OWN_PLURALS.matcher(noun).matches() || isMany(noun)) {
            return noun;
        }
        if (noun.matches(".*[^aeiou]y")) {
            return noun.substring(0, noun.length() - 1) + "ies";
        }
        return noun + (noun.matches(".*(s|x|z|ch|sh)") ? "es" : "s");
    }

    /** Whether it means many, or an amount, as it is: programs name their events as they like. */
    private static boolean isMany(String noun) {
        return MANY.matcher(noun).matches()
                || noun.toLowerCase(Locale.ROOT).endsWith("s")
                        && !ONE.matcher(noun).matches()
                        && !OWN_PLURALS.matcher(noun).matches();
    }

    /** {@code a post}, {@code an answer}, {@code likes}. */
    static String one(String noun) {
        return isMany(noun) ? noun : (noun.matches("[aeiouAEIOU].*") ? "an " : "a ") + noun;
    }
}
