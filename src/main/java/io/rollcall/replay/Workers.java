package io.rollcall.replay;

import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.program.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;

/**
 * The workers of a replay, each with its share of the members, and the thread that joins what they give.
 *
 * <p>They go in steps: every worker gets every batch of events, decides what is its own, and gives the outcomes of all
 * that is over by the end of the batch. So the joining thread always knows whose turn it is, and as no batch goes to one
 * worker before the one ahead of it has gone to all, bounded queues cannot block each other for good.
 */
final class Workers {
    private static final int BATCHES_AHEAD = 2;
    private static final int PAGES_AHEAD = 4;

    private final Crew crew;
    private final List<Worker> workers = new ArrayList<>();
    private final CountDownLatch joined = new CountDownLatch(1);

    /** Makes empty pages. */
    interface PageMaker {
        Page page() throws IOException;
    }

    /** Events in order, and the instant up to which, exclusively, nothing more can come; the last one has no events. */
    private record Step(Event[] events, long before, boolean isLast) {}

    Workers(Crew crew, Program program, Tuning tuning, PageMaker pages) throws IOException {
        this.crew = crew;
        for (int i = 0; i < tuning.workers(); i++) {
            workers.add(new Worker(program, i, tuning, pages));
        }
        for (int i = 0; i < workers.size(); i++) {
            crew.start("worker-" + i, workers.get(i)::run);
        }
        crew.start("joiner", this::join);
    }

    /** The next events in order. */
    void take(Event[] events) throws InterruptedException {
        send(new Step(events, events[events.length - 1].at(), false));
    }

    /** No more events: the clock runs up to and including {@code end}. Returns when everything is handed over. */
    void finish(long end) throws IOException {
        crew.work(() -> {
            send(new Step(new Event[0], end + 1, true));
            joined.await();
            return true;
        });
    }

    private void send(Step step) throws InterruptedException {
        for (Worker worker : workers) {
            worker.steps.put(step);
        }
    }

    /** What all of them counted. */
    Tally tally() {
        var tally = new Tally();
        workers.forEach(worker -> tally.add(worker.shard.tally()));
        return tally;
    }

    long repeats() {
        return workers.stream().mapToLong(worker -> worker.shard.repeats()).sum();
    }

    long overruns() {
        return workers.stream().mapToLong(worker -> worker.shard.overruns()).sum();
    }

    // ---- joining

    private void join() throws IOException, InterruptedException {
        boolean isEnd = false;
        while (!isEnd) {
            isEnd = joinStep();
        }
        joinStep();
        joined.countDown();
    }

    /** Joins what all workers give in one step, and returns whether it was the last one with events. */
    private boolean joinStep() throws IOException, InterruptedException {
        List<Head> heads = new ArrayList<>();
        boolean isEnd = false;
        for (Worker worker : workers) {
            var head = new Head(worker.pages);
            isEnd |= head.isEnd();
            if (head.isPresent()) {
                heads.add(head);
            }
        }
        while (!heads.isEmpty()) {
            Head first = heads.get(0);
            for (int i = 1; i < heads.size(); i++) {
                if (heads.get(i).isBefore(first)) {
                    first = heads.get(i);
                }
            }
            if (!first.send()) {
                isEnd |= first.isEnd();
                heads.remove(first);
            }
        }
        return isEnd;
    }

    /** The first result of a worker that is not handed over yet. */
    private static final class Head {
        private final BlockingQueue<Page> pages;
        private Page page;
        private int index;

        Head(BlockingQueue<Page> pages) throws InterruptedException {
            this.pages = pages;
            this.page = pages.take();
            turn();
        }

        private void turn() throws InterruptedException {
            while (index == page.size() && !page.isLast()) {
                page = pages.take();
                index = 0;
            }
        }

        boolean isPresent() {
            return index < page.size();
        }

        boolean isEnd() {
            return page.isEnd();
        }

        boolean isBefore(Head other) {
            long at = page.instant(index);
            long otherAt = other.page.instant(other.index);
            return at != otherAt
                    ? at < otherAt
                    : CodePointOrder.compare(page.member(index), other.page.member(other.index)) < 0;
        }

        /** Hands it over, and returns whether there is another one. */
        boolean send() throws IOException, InterruptedException {
            page.send(index++);
            turn();
            return isPresent();
        }
    }

    // ---- a worker

    private static final class Worker implements Shard.Pages {
        private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(BATCHES_AHEAD);
        private final BlockingQueue<Page> pages = new ArrayBlockingQueue<>(PAGES_AHEAD);
        private final PageMaker maker;
        private final int pageSize;
        private final Shard shard;
        private Page page;
        private boolean isEnd;

        Worker(Program program, int index, Tuning tuning, PageMaker maker) throws IOException {
            this.maker = maker;
            this.pageSize = tuning.pageSize();
            this.page = maker.page();
            this.shard = new Shard(program, index, tuning.workers(), tuning.warmBytes() / tuning.workers(), this);
        }

        void run() throws IOException, InterruptedException {
            while (!isEnd) {
                Step step = steps.take();
                isEnd = step.isLast();
                shard.take(step.events(), step.before());
                if (isEnd) {
                    shard.end(step.before() - 1);
                }
            }
        }

        @Override
        public Page page() {
            return page;
        }

        @Override
        public void sent(boolean isWhole) throws IOException, InterruptedException {
            if (isWhole) {
                page.close(isEnd);
            } else if (page.size() < pageSize) {
                return;
            }
            pages.put(page);
            page = maker.page();
        }
    }
}
