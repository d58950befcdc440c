package io.rollcall.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramKeyTest {

    @Test
    void aCommunityAloneIsTheKeyOfItsLiveProgram() {
        assertThat(ProgramKey.parse("book-club")).isEqualTo(ProgramKey.live("book-club"));
        assertThat(ProgramKey.live("book-club").text()).isEqualTo("book-club");
        assertThat(ProgramKey.live("book-club").isShadow()).isFalse();
    }

    @Test
    void aProgramOnTrialStandsBehindTheCommunity() {
        assertThat(ProgramKey.parse("book-club/sooner")).isEqualTo(ProgramKey.shadow("book-club", "sooner"));
        assertThat(ProgramKey.shadow("book-club", "sooner").text()).isEqualTo("book-club/sooner");
        assertThat(ProgramKey.shadow("book-club", "sooner").isShadow()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/sooner", "book-club/", "book-club/a/b"})
    void whatElseThereIsIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProgramKey.parse(text))
                .withMessageContaining("COMMUNITY/PROGRAM");
    }
}
