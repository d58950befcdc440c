package io.rollcall.cli;

import io.rollcall.condition.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
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

    /**
     * {@code "; did you mean '--schema'?"} for the first option that the command does not have and that is near to one of
     * its own, or nothing. Of an option that is mistyped the library may say only that the right one is missing.
     */
    static String suggestion(ParameterException e, String... arguments) {
        boolean isUnknown = e instanceof UnmatchedArgumentException;
        if (!isUnknown && !(e instanceof MissingParameterException)) {
            return "";
        }
        Set<String> known = e.getCommandLine().getCommandSpec().optionsMap().keySet();
        List<String> names =
                known.stream().filter(name -> name.startsWith("--")).sorted().toList();
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("--"))
                .map(argument -> argument.replaceFirst("=.*", ""))
                .filter(name -> !known.contains(name))
                .filter(name -> !Nearest.suggestion(name, names).isEmpty())
                .map(name -> (isUnknown ? "" : ". There is no option '" + name + "'") + Nearest.suggestion(name, names))
                .findFirst()
                .orElse("");
    }
}
