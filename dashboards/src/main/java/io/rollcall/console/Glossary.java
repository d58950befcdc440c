package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.wording.Terms;
import java.util.Objects;

/** How what a community's program names is said. */
final class Glossary {

    private final ProgramView program;
    private final Titles inForce;
    private final Titles byName;

    /** @param terms how the numbers of this version of the program are said */
    Glossary(ProgramView program, Terms terms) {
        this.program = program;
        this.inForce = new Titles(terms, program.badges());
        this.byName = new Titles(Terms.BY_NAME, program.badges());
    }

    /** Of the program in force. */
    Titles titles() {
        return inForce;
    }

    /** Of the program that gave an outcome: under another version a number of the same name may count something else. */
    Titles of(JsonNode outcome) {
        JsonNode version = outcome.path("programVersion");
        boolean same = program.version() != null
                && version.isNumber()
                && version.asLong() == program.version()
                && Objects.equals(Json.textOrNull(outcome, "program"), program.program());
        return same ? inForce : byName;
    }
}
