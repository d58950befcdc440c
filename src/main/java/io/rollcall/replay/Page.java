package io.rollcall.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Some results of one worker, in order, made ready by that worker, so that the thread that joins them has next to nothing
 * left to do.
 */
abstract sealed class Page {
    private final List<String> members = new ArrayList<>();
    private final List<Long> instants = new ArrayList<>();
    private boolean isLast;
    private boolean isEnd;

    /** Adds an outcome. */
    final void add(Outcome outcome) throws IOException {
        members.add(outcome.header().member());
        instants.add(outcome.header().at());
        keep(outcome);
    }

    /** Adds a member. */
    final void add(Snapshot member) throws IOException {
        members.add(member.member());
        instants.add(0L);
        keep(member);
    }

    /** It is the last one of its step, which may be the last of all. */
    final void close(boolean isLastStep) {
        isLast = true;
        isEnd = isLastStep;
    }

    final boolean isEnd() {
        return isEnd;
    }

    final boolean isLast() {
        return isLast;
    }

    final int size() {
        return members.size();
    }

    final String member(int index) {
        return members.get(index);
    }

    /** The instant of an outcome; 0 for members, which have none. */
    final long instant(int index) {
        return instants.get(index);
    }

    abstract void keep(Outcome outcome) throws IOException;

    abstract void keep(Snapshot member) throws IOException;

    /** Hands over what was added at an index. */
    abstract void send(int index) throws IOException;

    /** Results as objects. */
    static final class Values extends Page {
        private final Output output;
        private final List<Object> values = new ArrayList<>();

        Values(Output output) {
            this.output = output;
        }

        @Override
        void keep(Outcome outcome) {
            values.add(outcome);
        }

        @Override
        void keep(Snapshot member) {
            values.add(member);
        }

        @Override
        void send(int index) throws IOException {
            if (values.get(index) instanceof Outcome outcome) {
                output.outcome(outcome);
            } else if (values.get(index) instanceof Snapshot member) {
                output.member(member);
            }
        }
    }

    /** Results as lines of JSON. */
    static final class Lines extends Page {
        private final OutputStream outcomes;
        private final OutputStream members;
        private final Bytes bytes = new Bytes();
        private final JsonGenerator json;
        private final List<Integer> ends = new ArrayList<>();
        private boolean isOfOutcomes;

        Lines(OutputStream outcomes, OutputStream members) throws IOException {
            this.outcomes = outcomes;
            this.members = members;
            this.json = JsonLines.generator(bytes);
        }

        @Override
        void keep(Outcome outcome) throws IOException {
            isOfOutcomes = true;
            OutcomeJson.write(json, outcome);
            end();
        }

        @Override
        void keep(Snapshot member) throws IOException {
            OutcomeJson.write(json, member);
            end();
        }

        private void end() throws IOException {
            json.writeRaw('\n');
            json.flush();
            ends.add(bytes.size());
        }

        @Override
        void send(int index) throws IOException {
            int from = index == 0 ? 0 : ends.get(index - 1);
            bytes.writeTo(isOfOutcomes ? outcomes : members, from, ends.get(index));
        }
    }

    /** Bytes of which a part can be written without copying them. */
    private static final class Bytes extends ByteArrayOutputStream {
        void writeTo(OutputStream out, int from, int to) throws IOException {
            out.write(buf, from, to - from);
        }
    }
}
