package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void ofOneIsToldAsOfOne() {
        assertThat(of(1).lines())
                .extracting(String::strip)
                .containsExactly(
                        "1  member now",
                        "1    more has left: they are on no tier below",
                        "1    more has not joined yet: others have acted upon them",
                        "1    on tier visitor of activity",
                        "1  award of badge writer",
                        "1  alert silent raised",
                        "1    resolved: acted",
                        "1    open",
                        "1  outcome",
                        "1    badge-awarded");
    }

    @Test
    void ofManyIsToldAsOfMany() {
        assertThat(of(1_200).lines())
                .extracting(String::strip)
                .contains(
                        "1,200  members now",
                        "1,200    more have left: they are on no tier below",
                        "1,200  awards of badge writer",
                        "1,200  alerts silent raised",
                        "1,200  outcomes");
    }

    private static Summary of(long each) {
        return new Summary(
                each,
                each,
                each,
                Map.of("badge-awarded", each),
                Map.of("silent", new Summary.Alerts(each, each, Map.of("acted", each))),
                Map.of("writer", each),
                Map.of("activity", Map.of("visitor", each)));
    }
}
