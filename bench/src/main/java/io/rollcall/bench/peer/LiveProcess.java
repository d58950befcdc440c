package io.rollcall.bench.peer;

import io.rollcall.bench.peer.PeerSetup.Load;
import io.rollcall.bench.process.Spoken;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;

/**
 * The process of a Flink peer's job that runs until it is ended, and says what happens in it: that it runs, each checkpoint, and when
 * the last member whose clock comes to an instant is settled.
 */
public final class LiveProcess {
    /**
     * Said of each checkpoint: when it was triggered (milliseconds since the epoch), how long it took, how long its
     * synchronous part took where it took longest, its status, how many bytes it wrote.
     */
    public static final String CHECKPOINT = "checkpoint ";

    /** Said of each instant when its watermark has left the operator, behind all its timers: the instant and that moment. */
    public static final String PASSED = "passed ";

    private static final String ROLLCALL = "rollcall";
    private static final int LOOK_MILLIS = 20;
    private static final int LOOKS_A_CHECKPOINT = 25;

    private final FlinkRun run;
    private final PeerSetup setup;
    private final JobID job;
    private final FlinkProgress progress;
    private final Deque<Long> instants;
    private long lastCheckpoint;

    private LiveProcess(FlinkRun run, PeerSetup setup, JobID job) {
        this.run = run;
        this.setup = setup;
        this.job = job;
        this.progress = run.progress(job);
        this.instants = new ArrayDeque<>(setup.instants());
    }

    /** Does what the setup in a file says until it is ended, of the first load. */
    @SuppressWarnings("CatchAndPrintStackTrace") // into the output of the process, which is a file
    public static void main(String[] arguments) {
        try {
            PeerSetup setup = PeerSetup.read(Path.of(arguments[0]));
            FlinkRun run = FlinkRun.start(FlinkPeer.of(setup.peer()), setup);
            Load load = setup.loads().get(0);
            JobID job = run.submit(load, run.seed());
            new LiveProcess(run, setup, job).watch();
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(1);
    }

    private void watch() throws Exception {
        if (setup.peer().equals(ROLLCALL)) {
            // the program is the operator's first record
            run.await(job, 1);
        }
        Spoken.say(Spoken.RUNS);
        for (long looks = 1; ; looks++) {
            Thread.sleep(LOOK_MILLIS);
            lookAtClock();
            if (looks % LOOKS_A_CHECKPOINT == 0) {
                lookAtCheckpoints(run.checkpoints(job));
            }
        }
    }

    private void lookAtClock() {
        Long next = instants.peek();
        if (next != null && progress.outputWatermark() >= next) {
            instants.remove();
            Spoken.say(PASSED + next + ' ' + System.currentTimeMillis());
        }
    }

    private void lookAtCheckpoints(CheckpointStatsSnapshot stats) {
        long newest = lastCheckpoint;
        for (AbstractCheckpointStats checkpoint : stats.getHistory().getCheckpoints()) {
            if (checkpoint.getCheckpointId() > lastCheckpoint
                    && !checkpoint.getStatus().isInProgress()) {
                newest = Math.max(newest, checkpoint.getCheckpointId());
                Spoken.say(CHECKPOINT
                        + checkpoint.getTriggerTimestamp()
                        + ' '
                        + checkpoint.getEndToEndDuration()
                        + ' '
                        + FlinkProgress.synchronous(checkpoint)
                        + ' '
                        + checkpoint.getStatus()
                        + ' '
                        + checkpoint.getCheckpointedSize());
            }
        }
        lastCheckpoint = newest;
    }
}
