package io.rollcall.cli;

import io.rollcall.cli.demo.History;
import io.rollcall.condition.Nearest;
import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.explain.Biographer;
import io.rollcall.explain.Life;
import io.rollcall.program.Program;
import io.rollcall.replay.Strays;
import io.rollcall.wording.English;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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

    private static final int FEW = 12;

    /** Bytes, packed or not, that are read before anybody asks how far it is. */
    private static final long BRIEF = 4 << 20;

    private final List<Path> files;
    private final Program program;
    private final String member;
    private final ForeignHistory foreign = new ForeignHistory();
    private final Strays strays = new Strays();
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
        long size = size(files);
        try (Progress progress = Progress.of("Bytes read", size, err)) {
            new History(files, program.community()).read(history.new Picking(progress, size));
        }
        history.end = until != null ? until : history.last;
        history.check();
        StrayText.warn(history.strays.find(), until, "--at", program, err);
        StrayText.warnOfEnd(until, history.last, "--at", program, err);
        return history;
    }

    /** The files' bytes; 0 where one is a pipe, of which nobody knows how much will come. */
    private static long size(List<Path> files) {
        long size = 0;
        for (Path file : files) {
            try {
                if (!Files.isRegularFile(file)) {
                    return 0;
                }
                size += Files.size(file);
            } catch (IOException e) {
                return 0;
            }
        }
        return size;
    }

    private void check() {
        if (read == 0) {
            throw foreign.failure(files, program.community(), rejected);
        }
        if (events.isEmpty()) {
            throw Failure.wrong("Nobody called '" + member
                    + "' is among the %s in %s of '%s'"
                            .formatted(
                                    English.counted(names.size(), "member"),
                                    English.counted(read, "event"),
                                    program.community())
                    + near());
        }
        events.sort(ORDER);
        long first = events.get(0).at();
        if (first > end) {
            throw Failure.wrong("'" + member + "' first appears at "
                    + Page.time(first, program.dates().zone()) + ", after the instant of --at. Give a later one.");
        }
    }

    /** Names that may have been meant; of a large community the first few in order would be none. */
    private String near() {
        String suggestion = Nearest.suggestion(member, names);
        return !suggestion.isEmpty()
                ? suggestion
                : names.size() > FEW
                        ? ", and no name is near to it. Names are as in 'member' and 'recipient' of the events."
                        : "; they are " + English.conjunction(List.copyOf(names)) + ".";
    }

    /** Events of the community in the whole history. */
    long read() {
        return read;
    }

    /** Lines that are no event. */
    long rejected() {
        return rejected;
    }

    /** The first line that is no event, with the reason: {@code line 5 of a.jsonl: why}; empty where there is none. */
    String firstRejected() {
        return foreign.firstRejectedLine();
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
        private final long size;

        Picking(Progress progress, long size) {
            this.size = size;
            this.progress = progress;
        }

        @Override
        public void event(Path file, long line, Event event) {
            strays.add(event, file, line);
            event(event);
        }

        @Override
        public void event(Event event) {
            read++;
            last = Math.max(last, event.at());
            note(event.member());
            note(event.recipient());
            if (member.equals(event.member()) || member.equals(event.recipient())) {
                events.add(event);
            }
        }

        /** Whom the program excludes is no member: nothing is kept of them. */
        private void note(@Nullable String name) {
            if (name != null && !program.excludes(name)) {
                names.add(name);
            }
        }

        @Override
        public void progress(long bytes) {
            if (size == 0 || size > BRIEF) {
                progress.done(bytes);
            }
        }

        @Override
        public void other(Event event) {
            foreign.add(event.community());
        }

        @Override
        public void reject(History.Reject reject, byte[] line) {
            rejected++;
            foreign.rejected(String.valueOf(reject.file().getFileName()), reject.line(), reject.reason());
        }
    }
}
