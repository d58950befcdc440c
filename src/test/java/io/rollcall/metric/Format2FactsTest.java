package io.rollcall.metric;

import static io.rollcall.metric.Facts.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the second format of states kept of a metric is read, and goes on as if it were today's. */
class Format2FactsTest {
    /** By the number of values: how a set of so many knows them. */
    private static final int[][] STEPS = {{5, 0, 40}, {30, 1, 32}, {50, 2, 22}, {90, 3, 20}};

    private static void fingerprint(StateWriter out, int width, String value) {
        out.bits(Hash.ofNumbered(value), width);
    }

    @Test
    void aReachHadEachValueBesideItsNumber() throws Exception {
        for (int[] step : STEPS) {
            var out = new StateWriter();
            out.bit(false);
            out.bits(step[1], 2);
            out.small(step[0]);
            for (int i = 0; i < step[0]; i++) {
                fingerprint(out, step[2], "post-" + i);
                out.gamma(1 + i % 9);
            }
            out.small(2);
            // in order
            long first = Hash.ofNumbered("old-1") & 0xFFFFFFFFL;
            long second = Hash.ofNumbered("old-2") & 0xFFFFFFFFL;
            out.bits(Math.min(first, second), Fingerprints.LASTING);
            out.bits(Math.max(first, second), Fingerprints.LASTING);

            Facts read = Facts.reach(10, 100).fromFormat2(out.toBytes());

            assertThat(read.value(DAY)).isEqualTo(2);
            read.throughBytes();
            assertThat(read.state.add(DAY, DAY, "old-1")).as("there already").isFalse();
            int there = 2;
            for (int i = 0; i < step[0]; i++) {
                int missing = 9 - i % 9;
                for (int like = 1; like <= missing; like++) {
                    assertThat(read.state.add(DAY, DAY, "post-" + i)).isEqualTo(like == missing);
                }
                assertThat(read.value(DAY)).isEqualTo(++there);
            }
        }
    }

    @Test
    void datedValuesHadEachValueBesideItsDate() throws Exception {
        for (int[] step : STEPS) {
            var out = new StateWriter();
            out.near(DAY);
            out.gamma(step[0]);
            out.bit(false);
            out.bits(step[1], 2);
            out.date(DAY - 1);
            for (int i = 0; i < step[0]; i++) {
                if (i > 0) {
                    out.gamma(1 + i % 3);
                }
                fingerprint(out, step[2], "fan-" + i);
            }

            Facts read = Facts.distinct(200, 100).fromFormat2(out.toBytes());

            assertThat(read.value(DAY)).isEqualTo(step[0]);
            int oldest = DAY - 1;
            for (int i = 1; i < step[0]; i++) {
                oldest -= i % 3;
            }
            assertThat(read.state.nextChange(DAY)).isEqualTo(oldest + 200);
            read.throughBytes();
            for (int i = 0; i < step[0]; i++) {
                assertThat(read.state.add(DAY, DAY, "fan-" + i)).as("known").isFalse();
            }
            assertThat(read.value(DAY)).isEqualTo(step[0]);
            assertThat(read.state.nextChange(DAY)).isEqualTo(DAY + 200);
        }
    }
}
