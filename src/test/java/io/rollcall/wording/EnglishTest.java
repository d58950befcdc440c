package io.rollcall.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnglishTest {
    @ParameterizedTest
    @CsvSource({
        "post, posts",
        "reply, replies",
        "day, days",
        "match, matches",
        "class, classes",
        "different bonus, different bonuses",
        "canvas, canvases",
        "check-in, check-ins"
    })
    void ofOneThingThereAreMany(String one, String many) {
        assertThat(English.plural(one)).isEqualTo(many);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "species",
                "different species",
                "bird_species",
                "Series",
                "news",
                "sheep",
                "clownfish",
                "feedback",
                "people",
                "purchases",
                "replies",
                "LIKES",
                "photos",
                "check-ins"
            })
    void whatIsItsOwnPluralOrOneAlreadyStaysAsItIs(String noun) {
        assertThat(English.plural(noun)).isEqualTo(noun);
    }

    @ParameterizedTest
    @CsvSource({
        "post, a post",
        "answer, an answer",
        "bonus, a bonus",
        "species, a species",
        "purchases, purchases",
        "feedback, feedback"
    })
    void oneHasAnArticleWhereItIsOne(String noun, String one) {
        assertThat(English.one(noun)).isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 posts", "1, 1 post", "1200, '1,200 posts'"})
    void oneIsCountedAsOne(long count, String words) {
        assertThat(English.counted(count, "post")).isEqualTo(words);
    }
}
