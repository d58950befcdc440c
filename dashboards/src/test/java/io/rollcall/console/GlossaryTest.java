package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.program.ProgramParser;
import io.rollcall.wording.Terms;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlossaryTest {

    private static final String PROGRAM = """
            program: club
            community: club
            events: {activity: [post, comment, visit, check-in]}
            metrics: {posts_30d: {count: post, over: 30d}}
            badges:
              writer: {title: The writer, when: "posts_30d >= 3"}
              seven-days: {when: "posts_30d >= 7"}
            alerts: {churn-risk: {since: activity, after: 14d}}
            """;

    private final Glossary glossary = new Glossary(
            new ProgramView(
                    "club",
                    "club",
                    3L,
                    "live",
                    "UTC",
                    Map.of(),
                    Map.of("writer", "The writer", "seven-days", "seven-days")),
            Terms.of(ProgramParser.parse("club", PROGRAM, 3)));

    @Test
    void an_absence_and_numbers_are_said_as_the_program_defines_them() throws Exception {
        JsonNode alert = outcome("'kind': 'alert-raised', 'alert': 'churn-risk', 'severity': 'critical',"
                + " 'anchor': '2024-02-19T23:00:00.000Z', 'deadline': '2024-03-04T23:00:00.000Z',"
                + " 'evidence': {'posts_30d': 3}, 'cause': {'clock': 'deadline'},"
                + " 'program': 'club', 'programVersion': 3");

        OutcomeView view = OutcomeView.of(alert, glossary);

        assertThat(view.what()).isEqualTo("Alert raised: Churn risk");
        assertThat(view.why())
                .isEqualTo("because 14 days passed without activity; because 3 posts in 30 days; at the deadline");
        assertThat(view.numbers()).containsExactly("3 posts in 30 days");
    }

    @ParameterizedTest
    @CsvSource({"club, 2", "on-trial, 3"})
    void what_another_program_or_version_gave_is_said_by_names_alone(String program, long version) throws Exception {
        JsonNode badge = outcome("'kind': 'badge-awarded', 'badge': 'writer', 'title': 'The writer',"
                + " 'evidence': {'posts_30d': 3}, 'cause': {'event': 'e1'},"
                + " 'program': '" + program + "', 'programVersion': " + version);

        assertThat(OutcomeView.of(badge, glossary).why()).isEqualTo("because posts_30d = 3; set off by event e1");
    }

    @ParameterizedTest
    @CsvSource({
        "writer, The writer, The writer",
        "writer, The novelist, The novelist",
        "writer, writer, The writer",
        "writer, '', The writer",
        "seven-days, seven-days, Seven days",
        "gone_since, '', Gone since",
    })
    void a_badge_has_the_title_of_its_record_or_of_the_program_or_its_name_as_people_write_it(
            String badge, String title, String called) throws Exception {
        JsonNode outcome =
                outcome("'kind': 'badge-awarded', 'badge': '" + badge + "', 'title': '" + title + "', 'times': 1");

        OutcomeView view = OutcomeView.of(outcome, glossary);

        assertThat(view.title()).isEqualTo(called);
        assertThat(view.what()).isEqualTo("Won the badge " + called);
    }

    private static JsonNode outcome(String fields) throws Exception {
        return Json.MAPPER.readTree("{" + fields.replace('\'', '"') + "}");
    }
}
