package io.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.wording.English;
import io.rollcall.wording.Terms;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private static final String BY_EVENT = "'cause': {'event': 'e07a59-3457'}";
    private static final String AT_MIDNIGHT = "'cause': {'clock': 'midnight'}";
    private static final String AT_DEADLINE = "'cause': {'clock': 'deadline'}";
    private static final Titles TITLES = new Titles(Terms.BY_NAME, Map.of("storyteller", "The storyteller"));

    @Test
    void a_promotion_says_from_where_to_where_with_its_evidence_and_the_event_that_set_it_off() throws Exception {
        JsonNode outcome = outcome("'kind': 'tier-changed', 'ladder': 'activity', 'from': 'visitor', 'to': 'member',"
                + " 'direction': 'up', 'evidence': {'posts': 1, 'active_days_30d': 3}, " + BY_EVENT);

        assertThat(what(outcome)).isEqualTo("Rose from Visitor to Member on the Activity ladder");
        assertThat(why(outcome)).isEqualTo("because active_days_30d = 3 and posts = 1; set off by event e07a59-3457");
        assertThat(Words.tone(outcome)).isEqualTo("good");
    }

    @Test
    void a_fall_is_bad_news_that_the_clock_may_bring() throws Exception {
        JsonNode outcome = outcome("'kind': 'tier-changed', 'ladder': 'activity', 'from': 'regular', 'to': 'member',"
                + " 'direction': 'down', 'evidence': {'active_days_30d': 7.5}, " + AT_DEADLINE);

        assertThat(what(outcome)).isEqualTo("Fell from Regular to Member on the Activity ladder");
        assertThat(why(outcome)).isEqualTo("because active_days_30d = 7.5; at the deadline");
        assertThat(Words.tone(outcome)).isEqualTo("bad");
    }

    @Test
    void a_badge_says_its_title_its_level_and_how_often_it_was_won() throws Exception {
        assertThat(what(outcome("'kind': 'badge-awarded', 'badge': 'storyteller', 'title': 'Storyteller',"
                        + " 'level': 'silver', 'times': 1")))
                .isEqualTo("Won the badge Storyteller, Silver");
        assertThat(what(outcome(
                        "'kind': 'badge-awarded', 'badge': 'seven-days', 'title': '', 'level': null," + " 'times': 3")))
                .isEqualTo("Won the badge Seven days, for the 3rd time");
        assertThat(what(outcome("'kind': 'badge-awarded', 'badge': 'b', 'title': 'B', 'times': 112")))
                .isEqualTo("Won the badge B, for the 112th time");
    }

    @Test
    void an_absence_says_for_how_long_nothing_came() throws Exception {
        JsonNode outcome = outcome("'kind': 'alert-raised', 'alert': 'silent-newcomer', 'severity': 'warning',"
                + " 'anchor': '2024-02-19T23:00:00.000Z', 'deadline': '2024-02-26T23:00:00.000Z', 'evidence': {}, "
                + AT_DEADLINE);

        assertThat(what(outcome)).isEqualTo("Alert raised: Silent newcomer");
        assertThat(why(outcome)).isEqualTo("because 7 days passed without what the program waits for; at the deadline");
        assertThat(Words.tone(outcome)).isEqualTo("bad");
    }

    @Test
    void a_tier_at_risk_says_how_long_there_is_to_recover() throws Exception {
        JsonNode outcome = outcome("'kind': 'alert-raised', 'alert': 'tier-at-risk', 'ladder': 'activity',"
                + " 'severity': 'warning', 'anchor': '2024-05-17T01:00:00.000Z',"
                + " 'deadline': '2024-05-18T13:00:00.000Z', 'evidence': {'active_days_30d': 7}, " + AT_MIDNIGHT);

        assertThat(what(outcome)).isEqualTo("Alert raised: Tier at risk on the Activity ladder");
        assertThat(why(outcome))
                .isEqualTo("because the member no longer meets what the tier asks, with 36 hours to recover;"
                        + " because active_days_30d = 7; at midnight");
    }

    @Test
    void a_condition_alert_has_its_evidence_and_no_deadline() throws Exception {
        JsonNode outcome = outcome("'kind': 'alert-raised', 'alert': 'spree', 'severity': 'info',"
                + " 'anchor': '2024-02-19T23:00:00.000Z', 'deadline': null, 'evidence': {'spend_90d': 5000.25}, "
                + BY_EVENT);

        assertThat(why(outcome)).isEqualTo("because spend_90d = 5000.25; set off by event e07a59-3457");
        assertThat(Words.tone(outcome)).isEqualTo("neutral");
    }

    @ParameterizedTest
    @CsvSource({
        "acted, because the member acted, good",
        "cleared, because its condition no longer holds, good",
        "recovered, because what the tier asks holds again, good",
        "demoted, because the tier was lost, neutral",
        "'late-evidence', 'because the member had acted in time, which was learnt late', good",
        "left, because the member left, neutral"
    })
    void a_resolution_says_its_reason(String reason, String because, String tone) throws Exception {
        JsonNode outcome =
                outcome("'kind': 'alert-resolved', 'alert': 'churn-risk', 'reason': '" + reason + "', " + BY_EVENT);

        assertThat(why(outcome)).isEqualTo(because + "; set off by event e07a59-3457");
        assertThat(Words.tone(outcome)).isEqualTo(tone);
    }

    @ParameterizedTest
    @CsvSource({
        "null, newcomer, false, Began as Newcomer, neutral",
        "'''growing''', mature, false, Went from Growing to Mature, good",
        "'''mature''', dormant, false, Went from Mature to Dormant, bad",
        "'''dormant''', growing, true, 'Came back, from Dormant to Growing', good"
    })
    void a_stage_says_whether_the_member_came_back(String from, String to, boolean returned, String what, String tone)
            throws Exception {
        JsonNode outcome = outcome("'kind': 'stage-changed', 'from': " + from + ", 'to': '" + to + "', 'returned': "
                + returned + ", " + AT_MIDNIGHT);

        assertThat(what(outcome)).isEqualTo(what);
        assertThat(why(outcome)).isEqualTo("at midnight");
        assertThat(Words.tone(outcome)).isEqualTo(tone);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'kind': 'points-posted', 'entry': 'comment', 'points': 2, 'balance': 12 | Earned 2 points for Comment, balance 12",
                "'kind': 'points-posted', 'entry': 'badge:storyteller', 'points': 20, 'balance': 32 | Earned 20 points for the badge The storyteller, balance 32",
                "'kind': 'points-posted', 'entry': 'quest:settle-in', 'points': 50, 'balance': 82 | Earned 50 points for the quest Settle in, balance 82",
                "'kind': 'points-posted', 'entry': 'redeem', 'points': -1, 'balance': 11 | Redeemed 1 point, balance 11",
                "'kind': 'redemption-refused', 'cost': 21, 'balance': 0 | Could not redeem 21 points, with a balance of 0",
                "'kind': 'quest-completed', 'quest': 'settle-in', 'points': 50 | Completed the quest Settle in, for 50 points",
                "'kind': 'quest-completed', 'quest': 'settle-in', 'points': 0 | Completed the quest Settle in",
                "'kind': 'segment-entered', 'segment': 'zombie' | Entered the segment Zombie",
                "'kind': 'segment-left', 'segment': 'active' | Left the segment Active",
                "'kind': 'rfm-changed', 'from': null, 'to': 'HLL' | RFM class is HLL",
                "'kind': 'rfm-changed', 'from': 'HLL', 'to': 'LLL' | RFM class changed from HLL to LLL"
            },
            quoteCharacter = '"')
    void every_other_kind_has_words_too(String fields, String what) throws Exception {
        assertThat(what(outcome(fields))).isEqualTo(what);
    }

    @Test
    void a_quest_that_ran_out_says_what_was_missing() throws Exception {
        JsonNode outcome = outcome("'kind': 'quest-expired', 'quest': 'settle-in', 'missing': ['say-hello', 'look'],"
                + " 'evidence': {'posts': 0}, " + AT_DEADLINE);

        assertThat(what(outcome)).isEqualTo("Ran out of time for the quest Settle in");
        assertThat(why(outcome))
                .isEqualTo("because Say hello and Look had not been done; because posts = 0; at the deadline");
    }

    @Test
    void an_outcome_of_a_kind_that_is_not_known_is_still_shown() throws Exception {
        JsonNode outcome = outcome("'kind': 'something-new'");

        assertThat(what(outcome)).isEqualTo("something-new");
        assertThat(why(outcome)).isEqualTo("cause unknown");
        assertThat(Words.tone(outcome)).isEqualTo("neutral");
    }

    @ParameterizedTest
    @CsvSource({"P7D, 7 days", "PT24H, 1 day", "PT36H, 36 hours", "PT90M, 90 minutes", "PT1M30S, 90 seconds"})
    void a_duration_is_said_in_the_largest_unit_that_states_it_exactly(Duration duration, String words) {
        assertThat(English.duration(duration)).isEqualTo(words);
    }

    private static String what(JsonNode outcome) {
        return Words.what(outcome, TITLES);
    }

    private static String why(JsonNode outcome) {
        return Words.why(outcome, TITLES);
    }

    private static JsonNode outcome(String fields) throws JsonProcessingException {
        return Json.MAPPER.readTree("{" + fields.replace('\'', '"') + "}");
    }
}
