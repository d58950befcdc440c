package io.rollcall.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexNamesTest {

    @Test
    void anOutcomeBelongsToTheMonthOfItsInstantInUtc() {
        assertThat(IndexNames.DEFAULT.outcomes(Instant.parse("2026-01-31T23:59:59.999Z")))
                .isEqualTo("rollcall-outcomes-2026-01");
        assertThat(IndexNames.DEFAULT.outcomes(Instant.parse("2026-02-01T00:00:00Z")))
                .isEqualTo("rollcall-outcomes-2026-02");
        assertThat(IndexNames.DEFAULT.outcomes(Instant.EPOCH.minusMillis(1))).isEqualTo("rollcall-outcomes-1969-12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Rollcall", "-a", "_a", ".a", "a b", "a/b", "a*", "a,b", "é"})
    void aPrefixThatElasticsearchWouldRefuseIsRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IndexNames(prefix))
                .withMessageContaining("lower-case");
    }

    @Test
    void anIdentityIsTheIdUnlessItIsTooLong() {
        String longest = "é".repeat(256);
        assertThat(DocumentId.of(longest)).isEqualTo(longest);
        // printf 'x%.0s' {1..513} | sha256sum
        assertThat(DocumentId.of("x".repeat(513)))
                .isEqualTo("35ade0090e64e74d6ad04204009c23a4e34b82bdf0f4f317fbcc5f26f9b10241");
        assertThat(DocumentId.of(longest + "a")).isNotEqualTo(DocumentId.of(longest + "b"));
        assertThat(DocumentId.ofMember("club", "anna")).isEqualTo("club/anna");
    }
}
