package io.rollcall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts of one metric of one member, made in any form, and sent through bytes. */
final class Facts {
    /** The date near which everything happens. */
    static final int DAY = 20_000;

    private final Metric metric;
    MetricState state;
    /** An earlier state, in whose objects the next one is read. */
    private MetricState spare;

    private Facts(Metric metric) {
        this.metric = metric;
        this.state = metric.newState();
        this.spare = metric.newState();
    }

    static Facts of(Form form, int over) {
        return new Facts(metric(form, over, null, 0, 0));
    }

    static Facts distinct(int over, int cap) {
        return new Facts(metric(Form.DISTINCT, over, "of", 0, cap));
    }

    static Facts reach(int at, int cap) {
        return new Facts(metric(Form.REACH, 0, "of", at, cap));
    }

    private static Metric metric(Form form, int over, @Nullable String of, int at, int cap) {
        return new Metric("m", form, new EventSet("post", Set.of("post")), null, null, false, over, of, at, cap);
    }

    double value(int today) {
        return state.value(today, MetricState.NEVER);
    }

    byte[] bytes() {
        var out = new StateWriter();
        out.near(DAY);
        state.write(out);
        return out.toBytes();
    }

    /** Goes on with what the bytes say, and with what is written again of what nobody has looked at. */
    void throughBytes() throws IOException {
        if (state.isEmpty()) {
            return;
        }
        byte[] bytes = bytes();
        read(bytes);
        assertThat(bytes()).isEqualTo(bytes);
        read(bytes());
    }

    /** Goes on with other bytes, in the objects of an earlier state. */
    void read(byte[] bytes) throws IOException {
        var in = new StateReader(bytes, 0);
        in.near(DAY);
        MetricState before = state;
        state = spare;
        state.clear();
        assertThat(state.isEmpty()).isTrue();
        state.read(in);
        spare = before;
    }

    /** Goes on with what a state of format 2 says. */
    Facts fromFormat2(byte[] written) throws IOException {
        state = metric.newState();
        var in = new StateReader(written, 0);
        in.near(DAY);
        state.readFormat2(in);
        return this;
    }

    /** Goes on with what a state of format 1 says. */
    Facts fromFormat1(Format1 written) throws IOException {
        state = metric.newState();
        state.readFormat1(new DataInputStream(new ByteArrayInputStream(written.bytes.toByteArray())));
        return this;
    }

    /** What the first format of states wrote. */
    static final class Format1 {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Format1 number(long value) throws IOException {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.writeByte((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.writeByte((int) rest);
            return this;
        }

        Format1 signed(long value) throws IOException {
            return number(value << 1 ^ value >> 63);
        }

        Format1 hash(String value) throws IOException {
            out.writeLong(Hash.of(value));
            return this;
        }

        Format1 amount(double value) throws IOException {
            out.writeDouble(value);
            return this;
        }
    }
}
