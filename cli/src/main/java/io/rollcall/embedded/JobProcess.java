package io.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * One job on a Flink of its own in this process. With a directory of its own it goes on where it was: from the savepoint of an
 * orderly end, else from its last checkpoint. Without one it begins anew each time and leaves nothing behind.
 */
public final class JobProcess implements AutoCloseable {
    private static final String METADATA = "_metadata";
    private static final int DEEPEST = 3;

    private final WorkDirectory directory;
    private final EmbeddedFlink flink;
    private final FlinkJob job;
    private final boolean isContinued;
    private final boolean keeps;

    private JobProcess(WorkDirectory directory, EmbeddedFlink flink, FlinkJob job, boolean isContinued, boolean keeps) {
        this.directory = directory;
        this.flink = flink;
        this.job = job;
        this.isContinued = isContinued;
        this.keeps = keeps;
    }

    /**
     * Starts a job.
     *
     * @param data where its state is kept, or null for nowhere
     * @param webPort of Flink's page; 0: any that is free
     * @param slots the most subtasks
     * @param build adds the job to an environment
     * @throws EmbeddedException if it cannot be started
     */
    public static JobProcess start(
            @Nullable Path data, int webPort, int slots, Consumer<StreamExecutionEnvironment> build) {
        WorkDirectory directory = data == null ? WorkDirectory.temporary() : WorkDirectory.at(data);
        EmbeddedFlink flink = null;
        boolean started = false;
        try {
            Optional<Path> last = lastSnapshot(directory.path());
            last.ifPresent(kept -> deleteOthers(directory.path(), kept));
            flink = EmbeddedFlink.in(directory.path())
                    .port(webPort)
                    .slots(slots)
                    .start();
            StreamExecutionEnvironment environment = flink.environment();
            build.accept(environment);
            FlinkJob job = last.isPresent()
                    ? flink.submit(environment, last.get().toUri().toString())
                    : flink.submit(environment);
            started = true;
            return new JobProcess(directory, flink, job, last.isPresent(), data != null);
        } finally {
            if (!started) {
                if (flink != null) {
                    flink.close();
                }
                directory.close();
            }
        }
    }

    /** Flink's own page. */
    public URI url() {
        return flink.url();
    }

    /** Whether it goes on where an earlier process was. */
    public boolean isContinued() {
        return isContinued;
    }

    /** How the job is. */
    public JobStatus status() {
        return job.status();
    }

    /** The last failure, also of a job that has started again since. */
    public Optional<Throwable> failure() {
        return job.failure();
    }

    /** Ends the job, in order if its state is kept, and the cluster. */
    @Override
    public void close() {
        try (directory;
                flink) {
            if (!job.status().isTerminalState()) {
                if (keeps) {
                    job.stop();
                } else {
                    job.cancel();
                }
            }
        }
    }

    /** The newest complete snapshot, of whichever run. */
    private static Optional<Path> lastSnapshot(Path directory) {
        return snapshots(directory).stream().max(Comparator.comparing(JobProcess::written));
    }

    private static List<Path> snapshots(Path directory) {
        try (Stream<Path> checkpoints = found(EmbeddedFlink.checkpoints(directory));
                Stream<Path> savepoints = found(EmbeddedFlink.savepoints(directory))) {
            return Stream.concat(checkpoints, savepoints).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("StreamResourceLeak") // whoever calls closes it
    private static Stream<Path> found(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        return Files.find(directory, DEEPEST, (path, is) -> is.isRegularFile() && path.endsWith(METADATA))
                .map(Path::getParent);
    }

    private static FileTime written(Path snapshot) {
        try {
            return Files.getLastModifiedTime(snapshot.resolve(METADATA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What earlier runs left that nobody will start from again. */
    private static void deleteOthers(Path directory, Path kept) {
        for (Path root : List.of(EmbeddedFlink.checkpoints(directory), EmbeddedFlink.savepoints(directory))) {
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (Stream<Path> runs = Files.list(root)) {
                runs.filter(run -> !kept.startsWith(run)).toList().forEach(Directories::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
