package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    @ParameterizedTest
    @CsvSource({"y,true", "' Yes ',true", "n,false", "'',false", "yesterday,false"})
    void nothingButAYesIsAYes(String answer, boolean agrees) {
        StringWriter asked = new StringWriter();
        Terminal terminal = new Terminal(new StringReader(answer + "\n"), new PrintWriter(asked));

        assertThat(terminal.agrees("Publish it?")).isEqualTo(agrees);
        assertThat(asked).hasToString("Publish it? [y/N] ");
    }

    @ParameterizedTest
    @CsvSource("''")
    void theEndOfTheInputIsANo(String input) {
        assertThat(new Terminal(new StringReader(input), new PrintWriter(new StringWriter())).agrees("?"))
                .isFalse();
    }
}
