package io.rollcall.cli.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast the community's clock runs.
 *
 * @param factor seconds of community time in one second; 1 is real time
 */
public record Speed(long factor) {
    private static final Pattern MULTIPLE = Pattern.compile("(\\d{1,6})x");
    private static final Pattern PER_SECOND = Pattern.compile("(\\d{1,6})\\s*(s|m|min|h|d)");
    private static final long FASTEST = Duration.ofDays(1).toSeconds();

    public Speed {
        if (factor < 1 || factor > FASTEST) {
            throw new IllegalArgumentException("the speed is from 1x (real time) to 1d (a day in a second)");
        }
    }

    /**
     * Reads {@code 1x}, {@code 60x} (times real time), or {@code 10m}, {@code 1h} (community time in one second).
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static Speed parse(String text) {
        String given = text.strip().toLowerCase(Locale.ROOT);
        Matcher multiple = MULTIPLE.matcher(given);
        if (multiple.matches()) {
            return new Speed(Long.parseLong(multiple.group(1)));
        }
        Matcher perSecond = PER_SECOND.matcher(given);
        if (perSecond.matches()) {
            long seconds =
                    switch (perSecond.group(2)) {
                        case "s" -> 1;
                        case "m", "min" -> 60;
                        case "h" -> 3_600;
                        default -> 86_400;
                    };
            return new Speed(Long.parseLong(perSecond.group(1)) * seconds);
        }
        throw new IllegalArgumentException("'" + text
                + "' is no speed: give community time in one second (10m, 1h) or a multiple of real time (1x)");
    }

    @Override
    public String toString() {
        if (factor == 1) {
            return "in real time";
        }
        String amount = factor % 86_400 == 0
                ? factor / 86_400 + " d"
                : factor % 3_600 == 0 ? factor / 3_600 + " h" : factor % 60 == 0 ? factor / 60 + " min" : factor + " s";
        return amount + " in every second";
    }
}
