package io.rollcall.cli;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Arguments that were not understood, in words instead of those that the library has for programmers. */
final class Misunderstanding {
    private static final Pattern NUMBER =
            Pattern.compile("Invalid value for option '([^']*)'.*: '(.*)' is not an? (?:int|long)", Pattern.DOTALL);

    private Misunderstanding() {}

    static String of(ParameterException e) {
        String message = String.valueOf(e.getMessage());
        Matcher number = NUMBER.matcher(message);
        if (number.matches()) {
            return number.group(1) + " takes a whole number, as 7, not '" + number.group(2) + "'.";
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            List<String> words = unmatched.getUnmatched();
            Set<String> known = command.subcommands().keySet();
            if (!known.isEmpty() && !words.isEmpty()) {
                return "'" + command.qualifiedName() + "' has no command '" + words.get(0) + "'. One of: "
                        + String.join(", ", known) + ".";
            }
        }
        return message;
    }
}
