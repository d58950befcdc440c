package io.rollcall.jobs.heartbeat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to promise the events topic about time: that nothing dated up to an instant is still to come.
 *
 * <p>A promise stands in the log behind the events that were there before it. So a reader with a backlog meets it only
 * when the backlog is done, and one whose broker is away does not meet it at all: nobody's clock runs ahead of events
 * that are there to be read. What a promise cannot know is which events are still with their producers. For those it
 * leaves a margin; and after an outage, in which producers may have held back more than that, it promises nothing new
 * until the log has answered without a gap for as long as producers try to send.
 *
 * <p>Until then it repeats the last promise, which moves nobody's clock and shows whether the log answers.
 *
 * <p>A start tells nothing of an outage, but one may just have ended. So until the log has answered for as long, the promises of
 * a start stay that much further behind: what a producer still tries to send is no older. Thus readers know at once that a
 * quiet partition has no backlog. A job that only failed over, and whose beats were answered before, knows from its first answer on that an
 * outage was no longer than the time since the last one: then that much room is enough.
 */
final class Heartbeat {
    private static final long NEVER = Long.MIN_VALUE;
    /** Beats that are this many intervals apart were none: the process, or the machine, stood still. */
    private static final int GAP = 3;

    private final ClockLog log;
    private final long interval;
    private final long margin;
    private final long recovery;
    private @Nullable CompletableFuture<Void> answer;
    private long lastBeat = NEVER;
    private long promised;
    private long answersSince = NEVER;
    private boolean isStart = true;
    private @Nullable Answered before;
    private long needed;
    private long answeredBeat = NEVER;
    private @Nullable Throwable trouble;

    /**
     * A heartbeat; all times are in milliseconds.
     *
     * @param interval between two beats
     * @param margin how long an event may be on its way into the log
     * @param recovery how long the log must have answered after an outage
     */
    Heartbeat(ClockLog log, long interval, long margin, long recovery) {
        this.log = log;
        this.interval = interval;
        this.margin = margin;
        this.recovery = recovery;
        this.needed = recovery;
    }

    /**
     * How it went so far, for the one that goes on after a failure.
     *
     * @param since when the log answered for the first time after a start or an outage; {@link Long#MIN_VALUE} if it does not
     * @param until the last beat that was answered
     * @param room that a promise leaves for what producers held back, should there have been an outage
     */
    record Answered(long since, long until, long room) {}

    /** Goes on after one that has said so; to be called before the first beat. */
    void goOnAfter(Answered before) {
        this.before = before;
    }

    Answered answered() {
        return new Answered(answersSince, answeredBeat, needed);
    }

    /** One beat; {@code now} in milliseconds since the epoch. */
    void beat(long now) {
        boolean gap = lastBeat != NEVER && now - lastBeat > GAP * interval;
        if (answer != null && !answer.isDone()) {
            trouble("it has not answered for " + (now - lastBeat) + " ms", null);
            if (!gap) {
                return;
            }
            // the answer is long overdue: what comes of it no longer matters
            answer = null;
        }
        if (gap) {
            outage();
        }
        if (answer != null) {
            hear(answer, now);
        }
        if (answersSince != NEVER && now - answersSince >= needed) {
            promised = Math.max(promised, now - margin);
        } else if (isStart) {
            promised = Math.max(promised, now - margin - needed);
        }
        lastBeat = now;
        // until it is told: should that fail, the answer before is none to this one
        answer = CompletableFuture.failedFuture(new IllegalStateException("it could not be told"));
        answer = log.tell(promised);
    }

    private void hear(CompletableFuture<Void> done, long now) {
        try {
            done.join();
            answeredBeat = lastBeat;
            if (answersSince == NEVER) {
                answersSince = now;
            }
            if (before != null) {
                needed = needed(before, now);
                before = null;
            }
            trouble = null;
        } catch (CompletionException e) {
            trouble(null, e.getCause() == null ? e : e.getCause());
        }
    }

    /** For how long the log must answer after a start, at the first answer. */
    private long needed(Answered before, long now) {
        boolean wasWell = before.since != NEVER && before.until - before.since >= before.room;
        return wasWell && now >= before.until ? Math.min(recovery, now - before.until + interval) : recovery;
    }

    private void outage() {
        answersSince = NEVER;
        isStart = false;
        needed = recovery;
        before = null;
    }

    private void trouble(@Nullable String what, @Nullable Throwable cause) {
        outage();
        trouble = cause != null ? cause : new IllegalStateException(String.valueOf(what));
    }

    /** The last promise, in milliseconds since the epoch; 0 before the first. */
    long promised() {
        return promised;
    }

    /** Why the log does not answer; null while it does. */
    @Nullable
    Throwable trouble() {
        return trouble;
    }
}
