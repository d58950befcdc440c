package io.rollcall.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a {@code where} says of an event that has {@code room = "b"}, {@code title = "Bee"} and no {@code tag}. */
class WhereTest {
    private static final Event EVENT =
            new Event("e1", "c", "post", "ann", "bob", 0, 2.5, Map.of("room", "b", "title", "Bee"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    attributes.room == "b"                   | true
                    attributes.room == "a"                   | false
                    attributes.room != "a"                   | true
                    attributes.room != "b"                   | false
                    attributes.room < "c"                    | true
                    attributes.room < "b"                    | false
                    attributes.room <= "b"                   | true
                    attributes.room <= "a"                   | false
                    attributes.room > "a"                    | true
                    attributes.room > "b"                    | false
                    attributes.room >= "b"                   | true
                    attributes.room >= "c"                   | false
                    attributes.room + "x" == "bx"            | true
                    attributes.room + "x" == "b"             | false
                    (value > 2.0 ? "many" : "few") == "many" | true
                    (value > 3.0 ? "many" : "few") == "many" | false
                    (value > 2.0) == true                   | true
                    (value > 3.0) == true                   | false
                    (value > 2.0) != true                   | false
                    (value > 3.0) != true                   | true
                    (value > 3.0) < (value > 2.0)          | true
                    (value > 2.0) < (value > 2.0)          | false
                    (value > 2.0) <= (value > 2.0)         | true
                    (value > 2.0) <= (value > 3.0)         | false
                    (value > 2.0) > (value > 3.0)          | true
                    (value > 2.0) > (value > 2.0)          | false
                    (value > 2.0) >= (value > 2.0)         | true
                    (value > 3.0) >= (value > 2.0)         | false
                    """)
    void comparesTextsAndTruths(String text, boolean holds) throws ConditionException {
        assertThat(Conditions.compileWhere(text).holds(EVENT)).as(text).isEqualTo(holds);
    }
}
