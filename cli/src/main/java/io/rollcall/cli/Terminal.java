package io.rollcall.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/** The person at the terminal. */
final class Terminal {
    private final BufferedReader answers;
    private final PrintWriter questions;

    Terminal(Reader answers, PrintWriter questions) {
        this.answers = new BufferedReader(answers);
        this.questions = questions;
    }

    /** Nobody, where input or output is a file, a pipe or a machine. */
    static Optional<Terminal> system() {
        Console console = System.console();
        return console == null ? Optional.empty() : Optional.of(new Terminal(console.reader(), console.writer()));
    }

    /** Whether the answer is yes; anything else, and the end of the input, is no. */
    boolean agrees(String question) {
        questions.print(question + " [y/N] ");
        questions.flush();
        try {
            String answer = answers.readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
