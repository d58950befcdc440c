package io.rollcall.wording;

import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a metric counts, as a noun with something before its number and something after it; the noun may be empty. */
record Phrase(String before, String singular, String plural, String after) {
    /** A set of more types than this is said by its name. */
    private static final int FEW = 3;

    /** With its number. */
    String with(String number, boolean one) {
        String noun = one ? singular : plural;
        return before + number + (noun.isEmpty() ? "" : " " + noun) + after;
    }

    /** A phrase around a noun that has the usual plural. */
    static Phrase of(String before, String noun, String after) {
        return new Phrase(before, noun, English.plural(noun), after);
    }

    /** The phrase of a metric; null where its name says more than a phrase could, as it does of what {@code where} picks. */
    static @Nullable Phrase of(Metric metric) {
        if (metric.where() != null) {
            return null;
        }
        Happening event = Happening.of(metric.set(), metric.asRecipient() ? " received" : "");
        String window = metric.over() == 0 ? "" : metric.over() == 1 ? " today" : " in " + metric.over() + " days";
        return switch (metric.form()) {
            case COUNT -> new Phrase("", event.one(), event.many(), event.received() + window);
            case SUM -> new Phrase("", "", "", " from " + event.many() + event.received() + window);
            case DAYS ->
                of(
                        "",
                        "day",
                        " with " + event.any()
                                + (metric.over() == 0
                                        ? ""
                                        : metric.over() == 1 ? " today" : " in the last " + metric.over()));
            case STREAK -> of("", "day", " in a row with " + event.any());
            case SINCE -> of("", "day", " without " + event.any());
            case DISTINCT -> distinct(metric, event.many() + event.received(), window);
            case REACH ->
                of(
                        "",
                        String.valueOf(metric.of()),
                        " with " + metric.at() + " " + (metric.at() == 1 ? event.one() : event.many())
                                + event.received() + (metric.at() == 1 ? "" : " or more"));
        };
    }

    private static Phrase distinct(Metric metric, String events, String window) {
        return switch (String.valueOf(metric.of())) {
            case "recipient" -> of(events + " to ", "different member", window);
            case "member" -> of(events + " from ", "different member", window);
            default -> of(events + " with ", "different " + metric.of(), window);
        };
    }

    /**
     * How events of a set are called.
     *
     * @param one one of them: {@code post}
     * @param many several: {@code posts}
     * @param any whichever: {@code a post}
     * @param received what follows where the member is acted upon
     */
    record Happening(String one, String many, String any, String received) {

        static Happening of(EventSet set, String received) {
            List<String> types = set.types().stream().sorted().toList();
            if (types.size() > FEW) {
                return new Happening(set.name() + " event", set.name() + " events", set.name() + received, received);
            }
            String one = or(types);
            String many = or(types.stream().map(English::plural).toList());
            return new Happening(one, many, English.one(one) + received, received);
        }

        private static String or(List<String> words) {
            int last = words.size() - 1;
            return last < 1
                    ? String.join("", words)
                    : words.stream().limit(last).collect(Collectors.joining(", ")) + " or " + words.get(last);
        }
    }
}
