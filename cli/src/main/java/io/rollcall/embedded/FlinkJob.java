package io.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.SerializedThrowable;

/** A job on an {@link EmbeddedFlink}. */
public final class FlinkJob {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String CHECKPOINT = "chk-";

    private final MiniCluster cluster;
    private final JobID id;
    private final String name;
    private final Path checkpoints;
    private final Path savepoints;

    FlinkJob(MiniCluster cluster, JobID id, String name, Path checkpoints, Path savepoints) {
        this.cluster = cluster;
        this.id = id;
        this.name = name;
        this.checkpoints = checkpoints;
        this.savepoints = savepoints;
    }

    /** The job's id in hexadecimal, as the REST interface and the web page have it. */
    public String id() {
        return id.toHexString();
    }

    public String name() {
        return name;
    }

    public JobStatus status() {
        return answer(cluster.getJobStatus(id), "say how it is");
    }

    /** The last failure, also of a job that has started again since; nothing if there was none. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(answer(cluster.getExecutionGraph(id), "say why it failed")
                        .getFailureInfo())
                .map(failure -> failure.getException().deserializeError(FlinkJob.class.getClassLoader()));
    }

    /** Ends the job without a savepoint and waits for its end; its last checkpoint is kept. */
    public void cancel() {
        answer(cluster.cancelJob(id), "be cancelled");
        awaitEnd(ANSWER);
    }

    /**
     * Ends the job with a savepoint, its output committed, and waits for its end.
     *
     * @return what {@link EmbeddedFlink#submit} starts from
     */
    public String stop() {
        return stop(false);
    }

    /**
     * The same, as if no events followed ever: what waits for more of them, or for its turn, comes out before the end. The
     * savepoint is of a job that has ended.
     */
    public String drain() {
        return stop(true);
    }

    private String stop(boolean drains) {
        String savepoint = answer(
                cluster.stopWithSavepoint(id, savepoints.toUri().toString(), drains, SavepointFormatType.CANONICAL),
                "be stopped with a savepoint");
        awaitEnd(ANSWER);
        return savepoint;
    }

    /** Takes a checkpoint now and waits until it is complete. */
    public void checkpoint() {
        answer(cluster.triggerCheckpoint(id), "take a checkpoint");
    }

    /** The newest complete checkpoint, for {@link EmbeddedFlink#submit}; nothing if there is none yet. */
    public Optional<String> lastCheckpoint() {
        Path directory = checkpoints.resolve(id());
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        long newest = -1;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, CHECKPOINT + "*")) {
            for (Path checkpoint : found) {
                if (Files.exists(checkpoint.resolve("_metadata"))) {
                    newest = Math.max(
                            newest,
                            Long.parseLong(checkpoint.getFileName().toString().substring(CHECKPOINT.length())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return newest < 0
                ? Optional.empty()
                : Optional.of(directory.resolve(CHECKPOINT + newest).toUri().toString());
    }

    /**
     * Waits for the job's end, whatever kind of end.
     *
     * @throws EmbeddedException if it has not ended by then
     */
    public JobStatus awaitEnd(Duration timeout) {
        answer(cluster.requestJobResult(id), timeout, "end");
        return status();
    }

    private <T> T answer(CompletableFuture<T> future, String what) {
        return answer(future, ANSWER, what);
    }

    private <T> T answer(CompletableFuture<T> future, Duration timeout, String what) {
        String problem = "the job " + name + " did not " + what;
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new EmbeddedException(
                    problem, "there was no answer within " + timeout.toSeconds() + " s", "The log has the details.", e);
        } catch (ExecutionException e) {
            throw new EmbeddedException(problem, rootOf(e), "The log has the details.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException(problem, "interrupted", "Try again.", e);
        }
    }

    /** The first cause of a failure, which Flink wraps several times. */
    static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof SerializedThrowable remote) {
            return remote.getOriginalErrorClassName() + ": " + remote.getMessage();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
