package io.rollcall.jobs.config;

import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;

/**
 * What the text of an option may be, and what becomes of it.
 *
 * @param expected the form to name in the reference and in errors
 * @param reader throws {@link IllegalArgumentException} (of which {@link NumberFormatException} is one) or
 *     {@link ArithmeticException} for anything else
 */
record OptionType<T>(String expected, Function<String, T> reader) {

    private static final Pattern QUANTITY = Pattern.compile("(\\d+)\\s*([a-z]*)");

    static final OptionType<String> TEXT = new OptionType<>("text", OptionType::notBlank);

    /** As Kafka's clients read it; whether the name resolves is known only where the job runs. */
    static final OptionType<String> BROKERS =
            new OptionType<>("HOST:PORT, or several separated by commas, such as kafka-1:9092,kafka-2:9092", text -> {
                for (String address : list(text)) {
                    Integer port = Utils.getPort(address);
                    if (Utils.getHost(address) == null || port == null || port < 1 || port > 65_535) {
                        throw new IllegalArgumentException("'" + address + "' is no address with a port");
                    }
                }
                return text.strip();
            });

    static final OptionType<Optional<String>> OPTIONAL_TEXT =
            new OptionType<>("text", text -> text.isBlank() ? Optional.empty() : Optional.of(text));

    static final OptionType<Optional<Instant>> OPTIONAL_INSTANT = new OptionType<>(
            "instant such as 2026-03-01T00:00:00Z",
            text -> text.isBlank() ? Optional.empty() : Optional.of(instant(text.strip())));

    static final OptionType<List<String>> LIST = new OptionType<>("list, separated by commas", OptionType::list);

    static final OptionType<Duration> DURATION =
            new OptionType<>("duration such as 500ms, 10s, 15min, 36h or 7d", OptionType::duration);

    static final OptionType<Optional<Duration>> OPTIONAL_DURATION = new OptionType<>(
            "duration such as 90d", text -> text.isBlank() ? Optional.empty() : Optional.of(duration(text)));

    static final OptionType<Integer> BYTES =
            new OptionType<>("size such as 512b, 64kb or 5mb", text -> Math.toIntExact(bytes(text)));

    static final OptionType<OptionalInt> OPTIONAL_COUNT = new OptionType<>(
            "whole number from 1",
            text -> text.isBlank() ? OptionalInt.empty() : OptionalInt.of(count(1, 32_768, text)));

    static final OptionType<EventsStart> EVENTS_START =
            new OptionType<>("earliest, latest, committed, timestamp:MS or offsets:P=O,P=O…", EventsStart::parse);

    static OptionType<Integer> count(int least, int most) {
        return new OptionType<>("whole number from " + least + " to " + most, text -> count(least, most, text));
    }

    static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        String names = Arrays.stream(constants).map(OptionType::kebab).collect(Collectors.joining(" or "));
        return new OptionType<>(names, text -> Arrays.stream(constants)
                .filter(constant -> kebab(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such choice")));
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Instant instant(String text) {
        try {
            return Instant.ofEpochMilli(EventJson.instant(text));
        } catch (EventException e) {
            throw new IllegalArgumentException("it is no instant with an offset", e);
        }
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is empty");
        }
        return text;
    }

    private static List<String> list(String text) {
        List<String> items = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
        if (items.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        return items;
    }

    private static int count(int least, int most, String text) {
        long number;
        try {
            number = Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("it is no whole number", e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(number < least ? "it is too small" : "it is too large");
        }
        return (int) number;
    }

    private static Duration duration(String text) {
        Matcher quantity = quantity(text);
        long number = Long.parseLong(quantity.group(1));
        return switch (quantity.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m", "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException("a unit is missing or unknown");
        };
    }

    private static long bytes(String text) {
        Matcher quantity = quantity(text);
        long number = Long.parseLong(quantity.group(1));
        return switch (quantity.group(2)) {
            case "", "b" -> number;
            case "kb" -> Math.multiplyExact(number, 1024);
            case "mb" -> Math.multiplyExact(number, 1024 * 1024);
            default -> throw new IllegalArgumentException("the unit is unknown");
        };
    }

    private static Matcher quantity(String text) {
        Matcher quantity = QUANTITY.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!quantity.matches()) {
            throw new IllegalArgumentException("it is no number with a unit");
        }
        return quantity;
    }
}
