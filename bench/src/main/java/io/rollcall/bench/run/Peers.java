package io.rollcall.bench.run;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Which peers a benchmark knows. */
final class Peers {
    private Peers() {}

    /** Refuses one that it does not know, before minutes are spent on the others. */
    static void require(CommandSpec command, List<String> asked, List<String> known) {
        for (String peer : asked) {
            if (!known.contains(peer)) {
                throw new ParameterException(
                        command.commandLine(),
                        command.name() + " has no peer '" + peer + "': --peers takes " + String.join(", ", known));
            }
        }
    }
}
