package io.rollcall.jobs.program;

import io.rollcall.decide.Engine;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramException;
import io.rollcall.program.ProgramParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every version of every community's program that was accepted.
 *
 * <p>The highest version of a community counts, in whatever order they arrive: so every subtask says the same. Earlier
 * ones are kept, because members' state names the version that wrote it. A program that is refused changes nothing.
 */
public final class KnownPrograms {
    private final Map<String, NavigableMap<Long, String>> texts = new HashMap<>();
    private final Map<String, Map<Long, Program>> parsed = new HashMap<>();
    private final Map<String, Current> current = new HashMap<>();
    private final Set<ProgramText> early = new HashSet<>();

    /**
     * The program of a community that counts now, and its engine.
     *
     * @param program the program
     * @param engine evaluates it
     */
    public record Current(Program program, Engine engine) {}

    /** Takes back what {@link #kept} gave. It was accepted before; it is parsed when it is needed. */
    public void restore(ProgramText program) {
        keep(program);
    }

    /**
     * Takes a message that was read ahead of the stream, on this subtask alone; nothing happens if it is refused, since
     * the stream will bring it too.
     *
     * @return whether it was accepted
     */
    public boolean learnEarly(ProgramMessage message) {
        try {
            ProgramText program = ProgramText.of(message);
            if (accept(program)) {
                early.add(program);
            }
            return true;
        } catch (RefusedProgramException e) {
            return false;
        }
    }

    /**
     * Takes a message of the stream, as every subtask does between the same two checkpoints.
     *
     * @throws RefusedProgramException if it is no program to use; everything stays as it was
     */
    public void learn(ProgramMessage message) throws RefusedProgramException {
        ProgramText program = ProgramText.of(message);
        accept(program);
        early.remove(program);
    }

    /** The community's program that counts; null if none is known. */
    public @Nullable Current current(String community) {
        Current known = current.get(community);
        if (known != null) {
            return known;
        }
        NavigableMap<Long, String> versions = texts.get(community);
        if (versions == null) {
            return null;
        }
        Program program = version(community, versions.lastKey());
        Current counts = new Current(program, new Engine(program));
        current.put(community, counts);
        return counts;
    }

    /** Has the community's program evaluated by a new engine from now on. */
    public void renewEngine(String community) {
        current.remove(community);
    }

    /**
     * A version of a community's program.
     *
     * @throws IllegalStateException if it is not known, or this version of Rollcall refuses it
     */
    public Program version(String community, long version) {
        Map<Long, Program> ofCommunity = parsed.computeIfAbsent(community, any -> new HashMap<>());
        Program known = ofCommunity.get(version);
        if (known != null) {
            return known;
        }
        NavigableMap<Long, String> versions = texts.get(community);
        String text = versions == null ? null : versions.get(version);
        if (text == null) {
            throw new IllegalStateException(
                    "the program of " + community + " with version " + version + " is not known; state names it");
        }
        try {
            Program program = ProgramParser.parse(name(community, version), text, version);
            ofCommunity.put(version, program);
            return program;
        } catch (ProgramException e) {
            throw new IllegalStateException(
                    "this version of Rollcall refuses a program that an earlier one accepted:\n" + e.getMessage(), e);
        }
    }

    /** The communities that have a program. */
    public Set<String> communities() {
        return Set.copyOf(texts.keySet());
    }

    /**
     * What a subtask's checkpoint has to hold. Every subtask got the same from the stream, so one keeps that for all;
     * what a subtask read ahead of the stream may be known to it alone, and it keeps that itself.
     *
     * @param all whether this subtask is the one that keeps everything
     */
    public List<ProgramText> kept(boolean all) {
        if (!all) {
            return List.copyOf(early);
        }
        List<ProgramText> kept = new ArrayList<>();
        texts.forEach((community, versions) ->
                versions.forEach((version, text) -> kept.add(new ProgramText(community, version, text))));
        return kept;
    }

    private boolean accept(ProgramText program) throws RefusedProgramException {
        NavigableMap<Long, String> versions = texts.get(program.community());
        if (versions != null && versions.containsKey(program.version())) {
            return false;
        }
        Program accepted = parse(program);
        keep(program);
        parsed.computeIfAbsent(program.community(), any -> new HashMap<>()).put(program.version(), accepted);
        return true;
    }

    private void keep(ProgramText program) {
        texts.computeIfAbsent(program.community(), any -> new TreeMap<>()).put(program.version(), program.text());
        current.remove(program.community());
    }

    private static Program parse(ProgramText text) throws RefusedProgramException {
        Program program;
        try {
            program = ProgramParser.parse(name(text.community(), text.version()), text.text(), text.version());
        } catch (ProgramException e) {
            throw new RefusedProgramException(String.valueOf(e.getMessage()));
        }
        if (!program.community().equals(text.community())) {
            throw new RefusedProgramException("the program is of community '" + program.community()
                    + "', the record's key says '" + text.community() + "'; expected the same");
        }
        if (program.shadow()) {
            throw new RefusedProgramException("mode: shadow is not supported by this job yet; expected mode: live");
        }
        return program;
    }

    private static String name(String community, long version) {
        return community + "@" + version;
    }
}
