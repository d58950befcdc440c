package io.rollcall.metric;

import static io.rollcall.metric.Facts.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.metric.Metric.Form;
import org.junit.jupiter.api.Test;

/** What the first format of states kept of a metric is read, and goes on as if it were today's. */
class Format1FactsTest {
    @Test
    void whatTheFirstFormatKeptIsReadAndGoesOn() throws Exception {
        Facts counts = Facts.of(Form.COUNT, 10)
                .fromFormat1(new Facts.Format1()
                        .number(2)
                        .signed(DAY - 3)
                        .number(4)
                        .signed(2)
                        .number(300));
        assertThat(counts.value(DAY)).isEqualTo(304);
        assertThat(counts.value(DAY + 7)).isEqualTo(300);
        Facts sums = Facts.of(Form.SUM, 10)
                .fromFormat1(new Facts.Format1().number(1).signed(DAY).amount(2.5));
        assertThat(sums.value(DAY)).isEqualTo(2.5);

        Facts window = Facts.distinct(10, 50)
                .fromFormat1(new Facts.Format1()
                        .number(2)
                        .hash("post-1")
                        .signed(DAY - 3)
                        .hash("post-2")
                        .signed(2));
        assertThat(window.value(DAY)).isEqualTo(2);
        assertThat(window.value(DAY + 7)).isEqualTo(1);
        assertThat(window.state.add(DAY, DAY, "post-1"))
                .as("known by its old hash")
                .isFalse();
        window.throughBytes();
        assertThat(window.state.add(DAY, DAY, "post-2")).isFalse();
        assertThat(window.state.add(DAY, DAY, "post-3")).isTrue();
    }

    @Test
    void valuesOfTheFirstFormatAreKnownByTheirOldHash() throws Exception {
        Facts values = Facts.distinct(0, 3)
                .fromFormat1(new Facts.Format1().number(2).hash("post-1").hash("post-2"));
        assertThat(values.state.add(DAY, DAY, "post-2")).isFalse();
        assertThat(values.state.add(DAY, DAY, "post-3")).isTrue();
        assertThat(values.value(DAY)).isEqualTo(3);
        assertThat(Facts.distinct(0, 3)
                        .fromFormat1(new Facts.Format1().number(3))
                        .value(DAY))
                .as("a full one, of which only the number was kept")
                .isEqualTo(3);

        Facts reach = Facts.reach(2, 10)
                .fromFormat1(new Facts.Format1()
                        .number(1)
                        .hash("post-1")
                        .number(1)
                        .number(1)
                        .hash("post-2"));
        assertThat(reach.value(DAY)).isEqualTo(1);
        assertThat(reach.state.add(DAY, DAY, "post-2")).as("counted already").isFalse();
        assertThat(reach.state.add(DAY, DAY, "post-1")).as("the second of two").isTrue();
        assertThat(reach.value(DAY)).isEqualTo(2);
    }

    @Test
    void daysOfTheFirstFormat() throws Exception {
        Facts window = Facts.of(Form.DAYS, 70)
                .fromFormat1(new Facts.Format1().signed(DAY).number(5).number(1));
        assertThat(window.value(DAY)).isEqualTo(3);
        assertThat(window.state.nextChange(DAY)).isEqualTo(DAY - 64 + 70);
        Facts lifetime = Facts.of(Form.DAYS, 0)
                .fromFormat1(new Facts.Format1().signed(DAY).number(5).number(9));
        assertThat(lifetime.value(DAY)).isEqualTo(9);
        assertThat(lifetime.state.add(DAY - 1, DAY)).isTrue();
        Facts streak = Facts.of(Form.STREAK, 0)
                .fromFormat1(new Facts.Format1().signed(DAY).number(-1L).number(9));
        assertThat(streak.value(DAY)).isEqualTo(73);
        Facts since = Facts.of(Form.SINCE, 0).fromFormat1(new Facts.Format1().signed(-3));
        assertThat(since.value(4)).isEqualTo(7);
    }
}
