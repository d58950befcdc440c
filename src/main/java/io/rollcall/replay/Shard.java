package io.rollcall.replay;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One worker's share of the members, and all that happens to them: events as they come, and the clock between them, so
 * that outcomes come in the order of time. What becomes true at one instant is held until the instant is over, as only
 * then it can be put in the order of members.
 */
final class Shard {
    private static final Comparator<Outcome> BY_MEMBER =
            Comparator.comparing(outcome -> outcome.header().member(), CodePointOrder.COMPARATOR);

    private final int index;
    private final int count;
    private final Program program;
    private final Engine engine;
    private final Members members;
    private final Timers timers = new Timers();
    private final Tally tally = new Tally();
    private final Pages pages;
    private final List<Outcome> moment = new ArrayList<>();
    private long now = Long.MIN_VALUE;
    private long repeats;

    /** Takes results, page by page; it gives an empty page to go on with. */
    interface Pages {
        /** The page to write on. */
        Page page();

        /** Sends the page on, if it is full or whole. */
        void sent(boolean isWhole) throws IOException, InterruptedException;
    }

    Shard(Program program, int index, int count, long warmBytes, Pages pages) {
        this.program = program;
        this.index = index;
        this.count = count;
        this.engine = new Engine(program);
        this.members = new Members(engine, warmBytes);
        this.pages = pages;
    }

    /** Takes events in order, then runs the clock up to {@code before}, exclusively. */
    void take(Event[] events, long before) throws IOException, InterruptedException {
        for (Event event : events) {
            String member = event.member();
            if (member != null && isMine(member)) {
                decide(member, event);
            }
            String recipient = event.recipient();
            if (recipient != null && event.reachesRecipient() && isMine(recipient)) {
                decide(recipient, event);
            }
        }
        runClock(before);
        if (now < before) {
            endMoment();
        }
        pages.sent(true);
    }

    private boolean isMine(String member) {
        int hash = member.hashCode();
        return Math.floorMod(hash ^ hash >>> 16, count) == index && !program.excludes(member);
    }

    private void decide(String name, Event event) throws IOException, InterruptedException {
        runClock(event.at());
        Kept member = members.get(name);
        try {
            keep(member, engine.decide(members.take(member), event));
            // an event that reaches two members is one event
            if (engine.takeRepeats() > 0 && isFirstReached(name, event)) {
                repeats++;
            }
        } catch (ArithmeticException | IllegalStateException e) {
            throw new IOException(
                    "The event '" + event.id() + "' cannot be evaluated for the member '" + name + "': "
                            + e.getMessage() + ". Correct the event or the program, or take the event out.",
                    e);
        }
    }

    private boolean isFirstReached(String name, Event event) {
        String actor = event.member();
        return actor == null || actor.equals(name) || program.excludes(actor);
    }

    private void runClock(long before) throws IOException, InterruptedException {
        for (Kept due = timers.next(before); due != null; due = timers.next(before)) {
            try {
                keep(due, engine.decide(members.take(due), due.next));
            } catch (ArithmeticException | IllegalStateException e) {
                throw new IOException(
                        "The member '" + due.member + "' cannot be evaluated at " + Instant.ofEpochMilli(due.next)
                                + ": " + e.getMessage() + ". Correct the program.",
                        e);
            }
        }
    }

    private void keep(Kept member, Decision decision) throws IOException, InterruptedException {
        for (Outcome outcome : decision.outcomes()) {
            long at = outcome.header().at();
            if (at != now) {
                if (at < now) {
                    throw new IllegalStateException("an outcome of the past: " + outcome);
                }
                endMoment();
                now = at;
            }
            moment.add(outcome);
            tally.add(outcome);
        }
        member.next = decision.next();
        members.put(member, decision.state());
        timers.set(member);
    }

    private void endMoment() throws IOException, InterruptedException {
        // stable: what one member's evaluations gave stays in its order
        moment.sort(BY_MEMBER);
        for (Outcome outcome : moment) {
            pages.page().add(outcome);
            pages.sent(false);
        }
        moment.clear();
    }

    /** Says how the members are at the end, up to which the clock has run. */
    void end(long end) throws IOException, InterruptedException {
        for (Kept member : members.sorted()) {
            var snapshot = engine.snapshot(members.take(member), end);
            // its state is not needed any more
            member.bytes = null;
            tally.add(snapshot);
            pages.page().add(snapshot);
            pages.sent(false);
        }
        pages.sent(true);
    }

    /** What there was. */
    Tally tally() {
        return tally;
    }

    /** How many events changed nothing because their id had been seen. */
    long repeats() {
        return repeats;
    }

    /** How many evaluations ended because their rules went on undoing each other. */
    long overruns() {
        return engine.takeOverruns();
    }
}
