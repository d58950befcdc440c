package io.rollcall.cli;

import io.rollcall.jobs.out.DeadLetterCode;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters. */
final class LetterFilter {
    private static final Pattern NAME = Pattern.compile("\\d{1,9}/\\d{1,18}");

    @Parameters(
            arity = "0..*",
            paramLabel = "PARTITION/OFFSET",
            description = "These letters alone, by the name that 'list' shows.")
    private List<String> names = List.of();

    @Option(
            names = "--code",
            paramLabel = "CODE",
            split = ",",
            description = "Only what was refused for this reason: undecodable, unknown-schema, invalid-event,"
                    + " too-large, future, unknown-community, invalid-program, evaluation-failed,"
                    + " rejected-document. May be given more than once.")
    private List<String> codes = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only what was refused at that instant or later: a date in UTC, or an instant with an offset.")
    private @Nullable String since;

    private long from = Long.MIN_VALUE;

    /** Refuses what is no filter. */
    void check() {
        List<String> known =
                Arrays.stream(DeadLetterCode.values()).map(DeadLetterCode::text).toList();
        for (String code : codes) {
            if (!known.contains(code)) {
                throw Failure.wrong("--code takes one of " + String.join(", ", known) + ", not '" + code + "'.");
            }
        }
        names = names.stream().map(LetterFilter::canonical).toList();
        if (since != null) {
            from = Instants.parse("--since", since, ZoneOffset.UTC);
        }
    }

    boolean takes(StoredLetter letter) {
        return (names.isEmpty() || names.contains(letter.name()))
                && (codes.isEmpty() || codes.contains(letter.letter().getCode()))
                && letter.letter().getReceivedAt().toEpochMilli() >= from;
    }

    /** Whether somebody has asked for it by its code or name. */
    boolean asksFor(LetterSelection.Found letter) {
        return isNamed(letter) || codes.contains(letter.code());
    }

    /** Whether somebody has asked for it by its name. */
    boolean isNamed(LetterSelection.Found letter) {
        return names.contains(letter.name());
    }

    /** The names that were given. */
    List<String> names() {
        return names;
    }

    private static String canonical(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.wrong("A dead letter is named by its partition and offset, as 0/17, not '" + name + "'.");
        }
        int slash = name.indexOf('/');
        return Integer.parseInt(name.substring(0, slash)) + "/" + Long.parseLong(name.substring(slash + 1));
    }
}
