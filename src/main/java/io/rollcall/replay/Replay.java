package io.rollcall.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Evaluates a history: events in any order in, outcomes and members in order out. Keeps the history in memory. */
public final class Replay {
    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::at).thenComparing(Event::id, CodePointOrder.COMPARATOR);

    private final Program program;
    private final List<Event> events = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private long otherCommunities;

    public Replay(Program program) {
        this.program = program;
    }

    /** A line that is no event. */
    public record Rejected(String file, long line, String reason, String text) {}

    /**
     * What came out.
     *
     * @param events how many events were evaluated
     * @param otherCommunities how many were of other communities
     * @param later how many were later than the end
     * @param until the end: the clock ran up to and including it
     * @param overruns how many evaluations ended because their rules went on undoing each other
     */
    public record Result(
            List<Outcome> outcomes,
            List<Snapshot> members,
            List<Rejected> rejected,
            long events,
            long otherCommunities,
            long later,
            long until,
            long overruns) {}

    /**
     * Reads a file of events, one JSON object a line, unpacking {@code .gz}.
     *
     * @throws IOException if it cannot be read
     */
    public void read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (InputStream raw = Files.newInputStream(file);
                InputStream in =
                        new BufferedInputStream(name.endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw)) {
            var line = new ByteArrayOutputStream();
            long number = 1;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    take(name, number++, line.toByteArray());
                    line.reset();
                } else {
                    line.write(b);
                }
            }
            take(name, number, line.toByteArray());
        }
    }

    private void take(String file, long number, byte[] line) {
        if (isBlank(line)) {
            return;
        }
        try {
            add(EventJson.read(line));
        } catch (EventException e) {
            String text = new String(line, StandardCharsets.UTF_8);
            rejected.add(new Rejected(file, number, String.valueOf(e.getMessage()), text));
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Adds an event to the history. */
    public void add(Event event) {
        if (event.community().equals(program.community())) {
            events.add(event);
        } else {
            otherCommunities++;
        }
    }

    /**
     * Evaluates the history.
     *
     * @param until the end, in milliseconds since the epoch; null for the last event's instant
     */
    public Result run(@Nullable Long until) {
        events.sort(ORDER);
        long end = until != null
                ? until
                : events.isEmpty() ? 0 : events.get(events.size() - 1).at();
        var engine = new Engine(program);
        Map<String, MemberState> states = new HashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        long taken = 0;
        for (Event event : events) {
            if (event.at() > end) {
                break;
            }
            taken++;
            if (event.member() != null) {
                step(engine, states, event.member(), event, outcomes);
            }
            if (event.recipient() != null && event.reachesRecipient()) {
                step(engine, states, event.recipient(), event, outcomes);
            }
        }
        List<Snapshot> members = new ArrayList<>();
        for (MemberState state : states.values()) {
            Decision decision = engine.decide(state, end);
            outcomes.addAll(decision.outcomes());
            members.add(engine.snapshot(decision.state(), end));
        }
        // the sort is stable: what one evaluation gave stays in its order
        outcomes.sort(
                Comparator.<Outcome>comparingLong(outcome -> outcome.header().at())
                        .thenComparing(outcome -> outcome.header().member(), CodePointOrder.COMPARATOR));
        members.sort(Comparator.comparing(Snapshot::member, CodePointOrder.COMPARATOR));
        return new Result(
                outcomes,
                members,
                rejected,
                taken,
                otherCommunities,
                events.size() - taken,
                end,
                engine.takeOverruns());
    }

    private void step(
            Engine engine, Map<String, MemberState> states, String member, Event event, List<Outcome> outcomes) {
        if (program.excludes(member)) {
            return;
        }
        MemberState state = states.computeIfAbsent(member, engine::newMember);
        Decision decision = engine.decide(state, event);
        outcomes.addAll(decision.outcomes());
        states.put(member, decision.state());
    }

    /**
     * Writes a result as {@code outcomes.jsonl}, {@code members.jsonl} and {@code rejected.jsonl} into a folder, which
     * is made if need be.
     *
     * @throws IOException if they cannot be written
     */
    public static void write(Result result, Path folder) throws IOException {
        Files.createDirectories(folder);
        lines(folder.resolve("outcomes.jsonl"), result.outcomes(), OutcomeJson::write);
        lines(folder.resolve("members.jsonl"), result.members(), OutcomeJson::write);
        lines(folder.resolve("rejected.jsonl"), result.rejected(), (json, line) -> {
            json.writeStartObject();
            json.writeStringField("file", line.file());
            json.writeNumberField("line", line.line());
            json.writeStringField("reason", line.reason());
            json.writeStringField("text", line.text());
            json.writeEndObject();
        });
    }

    private interface LineWriter<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    private static <T> void lines(Path file, List<T> values, LineWriter<T> writer) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(out).setRootValueSeparator(null)) {
            for (T value : values) {
                writer.write(json, value);
                json.writeRaw('\n');
            }
        }
    }
}
