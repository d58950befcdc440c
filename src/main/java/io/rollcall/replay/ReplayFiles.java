package io.rollcall.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a replay: {@code outcomes.jsonl}, {@code members.jsonl} and {@code rejected.jsonl} in a folder.
 *
 * <p>They are written under other names, and get theirs when all of them are {@link #complete}, so that nothing half done
 * looks whole. What is there from an earlier replay is replaced only then.
 */
public final class ReplayFiles implements Output, History.Listener, AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final List<Part> parts = new ArrayList<>();
    /** The folders that were not there before, the innermost first. */
    private final List<Path> made;

    private final Part outcomes;
    private final Part members;
    private final Part rejected;
    private boolean isComplete;

    /**
     * Begins the files of a folder, which is made if need be.
     *
     * @throws IOException if they cannot be written
     */
    public ReplayFiles(Path folder) throws IOException {
        // so that what is looked for, made and deleted again is the same, however '..' stands in the name
        Path whole = folder.toAbsolutePath().normalize();
        this.made = missing(whole);
        try {
            Files.createDirectories(whole);
            this.outcomes = part(whole, "outcomes.jsonl");
            this.members = part(whole, "members.jsonl");
            this.rejected = part(whole, "rejected.jsonl");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static List<Path> missing(Path folder) {
        List<Path> missing = new ArrayList<>();
        Path each = folder;
        while (each != null && !Files.exists(each)) {
            missing.add(each);
            each = each.getParent();
        }
        return missing;
    }

    private Part part(Path folder, String name) throws IOException {
        var part = new Part(folder.resolve(name), folder.resolve(name + ".partial"));
        parts.add(part);
        return part;
    }

    /** A page whose results become lines of these files. */
    Page page() throws IOException {
        return new Page.Lines(outcomes.out, members.out);
    }

    @Override
    public void outcome(Outcome outcome) throws IOException {
        OutcomeJson.write(outcomes.json, outcome);
        outcomes.endLine();
    }

    @Override
    public void member(Snapshot member) throws IOException {
        OutcomeJson.write(members.json, member);
        members.endLine();
    }

    @Override
    public void rejected(Rejected line) throws IOException {
        JsonGenerator json = rejected.json;
        json.writeStartObject();
        json.writeStringField("file", line.file());
        json.writeNumberField("line", line.line());
        json.writeStringField("reason", line.reason());
        json.writeStringField("text", line.text());
        json.writeEndObject();
        rejected.endLine();
    }

    @Override
    public void restart() throws IOException {
        outcomes.restart();
        members.restart();
    }

    /** Gives the files their names. */
    public synchronized void complete() throws IOException {
        for (Part part : parts) {
            part.json.close();
        }
        for (Part part : parts) {
            Files.move(part.partial, part.file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        parts.clear();
        isComplete = true;
    }

    /** Leaves nothing of files that are not complete, nor of a folder that was made for them. */
    @Override
    public synchronized void close() throws IOException {
        if (isComplete) {
            return;
        }
        for (Part part : parts) {
            part.raw.close();
            Files.deleteIfExists(part.partial);
        }
        parts.clear();
        try {
            for (Path folder : made) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException e) {
            // somebody else's files are in it by now
        }
    }

    /** Whether the files have their names. */
    public synchronized boolean isComplete() {
        return isComplete;
    }

    /** One of the files. */
    private static final class Part {
        private final Path file;
        private final Path partial;
        private final FileOutputStream raw;
        private final BufferedOutputStream out;
        private final JsonGenerator json;

        Part(Path file, Path partial) throws IOException {
            this.file = file;
            this.partial = partial;
            // of a file that cannot be opened a FileOutputStream says only that it is not found
            Files.newOutputStream(partial).close();
            this.raw = new FileOutputStream(partial.toFile());
            this.out = new BufferedOutputStream(raw, BUFFER);
            this.json = JsonLines.generator(out);
        }

        void endLine() throws IOException {
            json.writeRaw('\n');
        }

        void restart() throws IOException {
            json.flush();
            out.flush();
            raw.getChannel().truncate(0);
        }
    }
}
