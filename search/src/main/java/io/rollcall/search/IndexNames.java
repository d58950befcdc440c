package io.rollcall.search;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of the indices, all of which begin with one prefix.
 *
 * @param prefix what every name begins with, {@code rollcall} by default
 */
public record IndexNames(String prefix) implements Serializable {

    private static final Pattern RIGHT_PREFIX = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,99}");
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The names by default. */
    public static final IndexNames DEFAULT = new IndexNames("rollcall");

    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException if Elasticsearch would refuse names that begin so
     */
    public IndexNames {
        if (!RIGHT_PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "'" + prefix + "' cannot begin the name of an index; expected: lower-case"
                            + " letters, digits, '-', '_' and '.', a letter or digit first, at most 100 of them");
        }
    }

    /** The index of the outcomes of the month (UTC) of an instant. */
    public String outcomes(Instant at) {
        return prefix + "-outcomes-" + MONTH.format(at);
    }

    /** All indices of outcomes, as a pattern. */
    public String allOutcomes() {
        return prefix + "-outcomes-*";
    }

    /** The index of the alerts. */
    public String alerts() {
        return prefix + "-alerts";
    }

    /** The index of the members. */
    public String members() {
        return prefix + "-members";
    }

    /** The index of the programs. */
    public String programs() {
        return prefix + "-programs";
    }

    /** The name of the template of the indices of outcomes; of the other families it is that of their one index. */
    public String outcomesTemplate() {
        return prefix + "-outcomes";
    }

    /** The name of every template. */
    public List<String> templates() {
        return List.of(outcomesTemplate(), alerts(), members(), programs());
    }
}
