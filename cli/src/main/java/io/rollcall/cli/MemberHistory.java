package io.rollcall.cli;

import io.rollcall.cli.demo.History;
import io.rollcall.condition.Nearest;
import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.explain.Biographer;
import io.rollcall.explain.Life;
import io.rollcall.program.Program;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The events of one member, picked from a history in any order. Keeps those and the names of all members. */
final class MemberHistory {
    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::at).thenComparing(Event::id, CodePointOrder.COMPARATOR);

    private static final long PROGRESS_EVERY = 10_000;

    private final List<Path> files;
    private final Program program;
    private final String member;
    private final ForeignHistory foreign = new ForeignHistory();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> names = new TreeSet<>(CodePointOrder.COMPARATOR);
    private long read;
    private long rejected;
    private long last = Long.MIN_VALUE;
    private long end;

    private MemberHistory(List<Path> files, Program program, String member) {
        this.files = files;
        this.program = program;
        this.member = member;
    }

    /**
     * Reads a history.
     *
     * @param until the end, in milliseconds since the epoch; null for the last event of the community
     * @throws Failure if nobody of that name is in it by then
     */
    static MemberHistory read(List<Path> files, Program program, String member, @Nullable Long until, PrintWriter err) {
        MemberHistory history = new MemberHistory(files, program, member);
        try (Progress progress = Progress.of("Events read", 0, err)) {
            new History(files, program.community()).read(history.new Picking(progress));
        }
        history.end = until != null ? until : history.last;
        history.check();
        return history;
    }

    private void check() {
        if (read == 0) {
            throw foreign.failure(files, program.community(), rejected);
        }
        if (events.isEmpty()) {
            throw Failure.wrong("Nobody called '" + member
                    + "' is among the %,d members in %,d events of '%s'"
                            .formatted(names.size(), read, program.community())
                    + Nearest.hint(member, names)
                    + (names.isEmpty() ? "." : ""));
        }
        events.sort(ORDER);
        long first = events.get(0).at();
        if (first > end) {
            throw Failure.wrong("'" + member + "' first appears at "
                    + Page.time(first, program.dates().zone()) + ", after the instant of --at. Give a later one.");
        }
    }

    /** Events of the community in the whole history. */
    long read() {
        return read;
    }

    /** Lines that are no event. */
    long rejected() {
        return rejected;
    }

    /** The end, in milliseconds since the epoch. */
    long end() {
        return end;
    }

    /** What the program makes of the member up to the end. */
    Life life() {
        Biographer biographer = new Biographer(program, member);
        try {
            events.stream().filter(event -> event.at() <= end).forEach(biographer::event);
        } catch (IllegalArgumentException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
        return biographer.end(end);
    }

    /** Picks the member's events. */
    private final class Picking implements History.Reader {
        private final Progress progress;

        Picking(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void event(Event event) {
            read++;
            last = Math.max(last, event.at());
            if (event.member() != null) {
                names.add(event.member());
            }
            if (event.recipient() != null) {
                names.add(event.recipient());
            }
            if (member.equals(event.member()) || member.equals(event.recipient())) {
                events.add(event);
            }
            if (read % PROGRESS_EVERY == 0) {
                progress.done(read);
            }
        }

        @Override
        public void other(Event event) {
            foreign.add(event.community());
        }

        @Override
        public void reject(History.Reject reject, byte[] line) {
            rejected++;
        }
    }
}
