package io.rollcall.jobs.program;

import io.rollcall.decide.Engine;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramException;
import io.rollcall.program.ProgramParser;
import io.rollcall.wire.ProgramKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every version of every program that was accepted: of each community's live one, and of those on trial beside it.
 *
 * <p>The highest version under a key counts, in whatever order they arrive: so every subtask says the same. Earlier ones
 * are kept, because members' state names the version that wrote it. A program that is refused changes nothing.
 */
public final class KnownPrograms {
    private static final long NEVER = -1;

    /** By key and version; a trial's end is an empty text. */
    private final Map<String, NavigableMap<Long, ProgramText>> texts = new HashMap<>();

    private final Map<String, Map<Long, Program>> parsed = new HashMap<>();
    private final Map<String, Current> current = new HashMap<>();
    private final Map<String, List<Shadow>> shadows = new HashMap<>();
    private final Set<ProgramText> early = new HashSet<>();

    // the version asked for last
    private String lastKey = "";
    private @Nullable Program lastAsked;

    /**
     * A program that counts now, and its engine.
     *
     * @param program the program
     * @param engine evaluates it
     */
    public record Current(Program program, Engine engine) {}

    /**
     * A program on trial.
     *
     * @param key under which it was published
     * @param name the program's name
     * @param ended the version at which an earlier trial of that name ended, or -1: state from before is none of this one's
     * @param current the program and its engine
     */
    public record Shadow(String key, String name, long ended, Current current) {}

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
     * @return whose program it is
     * @throws RefusedProgramException if it is no program to use; everything stays as it was
     */
    public ProgramKey learn(ProgramMessage message) throws RefusedProgramException {
        ProgramText program = ProgramText.of(message);
        accept(program);
        early.remove(program);
        return ProgramKey.parse(program.key());
    }

    /** The program that governs a community; null if none is known. */
    public @Nullable Current current(String community) {
        // an event can name anything as its community, also the key of a program on trial
        return community.indexOf('/') < 0 ? counting(community) : null;
    }

    /** The programs on trial in a community, by name. */
    public List<Shadow> shadows(String community) {
        return shadows.isEmpty() ? List.of() : shadows.getOrDefault(community, List.of());
    }

    /** The program on trial under a key; null if there is none. */
    public @Nullable Shadow shadow(ProgramKey key) {
        return shadows(key.community()).stream()
                .filter(shadow -> shadow.name().equals(key.shadow()))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Current counting(String key) {
        Current known = current.get(key);
        if (known != null) {
            return known;
        }
        NavigableMap<Long, ProgramText> versions = texts.get(key);
        if (versions == null || versions.lastEntry().getValue().isEnd()) {
            return null;
        }
        Program program = version(key, versions.lastKey());
        Current counts = new Current(program, new Engine(program));
        current.put(key, counts);
        return counts;
    }

    /** Has the program under a key evaluated by a new engine from now on. */
    public void renewEngine(String key) {
        current.remove(key);
        renewShadows(key);
    }

    /**
     * A version of a program.
     *
     * @param key a community, or that of a program on trial
     * @throws IllegalStateException if it is not known, or this version of Rollcall refuses it
     */
    public Program version(String key, long version) {
        // mostly the one of the member before
        Program last = lastAsked;
        if (last == null || last.version() != version || !lastKey.equals(key)) {
            last = find(key, version);
            lastAsked = last;
            lastKey = key;
        }
        return last;
    }

    private Program find(String key, long version) {
        Map<Long, Program> ofKey = parsed.computeIfAbsent(key, any -> new HashMap<>());
        Program known = ofKey.get(version);
        if (known != null) {
            return known;
        }
        NavigableMap<Long, ProgramText> versions = texts.get(key);
        ProgramText text = versions == null ? null : versions.get(version);
        if (text == null || text.isEnd()) {
            throw new IllegalStateException(
                    "the program of " + key + " with version " + version + " is not known; state names it");
        }
        try {
            Program program = ProgramParser.parse(name(text), text.text(), version);
            ofKey.put(version, program);
            return program;
        } catch (ProgramException e) {
            throw new IllegalStateException(
                    "this version of Rollcall refuses a program that an earlier one accepted:\n" + e.getMessage(), e);
        }
    }

    /** The communities that have a live program. */
    public Set<String> communities() {
        Set<String> communities = new HashSet<>(texts.keySet());
        communities.removeIf(key -> ProgramKey.parse(key).isShadow());
        return communities;
    }

    /** Every program on trial, in any community. */
    public List<Shadow> shadows() {
        return shadows.values().stream().flatMap(List::stream).toList();
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
        texts.values().forEach(versions -> kept.addAll(versions.values()));
        return kept;
    }

    private boolean accept(ProgramText program) throws RefusedProgramException {
        NavigableMap<Long, ProgramText> versions = texts.get(program.key());
        ProgramText known = versions == null ? null : versions.get(program.version());
        if (known != null) {
            if (!known.equals(program)) {
                throw new RefusedProgramException(
                        "version " + program.version() + " of '" + program.key()
                                + "' is known with another text, which members are kept under: the topic of programs was made anew,"
                                + " and its offsets are the versions. Bring the old topic back, or start the job without its state");
            }
            return false;
        }
        if (!program.isEnd()) {
            Program accepted = parse(program);
            parsed.computeIfAbsent(program.key(), any -> new HashMap<>()).put(program.version(), accepted);
        }
        keep(program);
        return true;
    }

    private void keep(ProgramText program) {
        lastAsked = null;
        texts.computeIfAbsent(program.key(), any -> new TreeMap<>()).put(program.version(), program);
        renewEngine(program.key());
    }

    private void renewShadows(String changed) {
        ProgramKey key = ProgramKey.parse(changed);
        if (!key.isShadow()) {
            return;
        }
        List<Shadow> now = texts.keySet().stream()
                .map(ProgramKey::parse)
                .filter(any -> any.isShadow() && any.community().equals(key.community()))
                .map(this::trial)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Shadow::name))
                .toList();
        if (now.isEmpty()) {
            shadows.remove(key.community());
        } else {
            shadows.put(key.community(), now);
        }
    }

    private @Nullable Shadow trial(ProgramKey key) {
        Current counts = counting(key.text());
        NavigableMap<Long, ProgramText> versions = texts.get(key.text());
        if (counts == null || versions == null || key.shadow() == null) {
            return null;
        }
        long ended = versions.values().stream()
                .filter(ProgramText::isEnd)
                .mapToLong(ProgramText::version)
                .max()
                .orElse(NEVER);
        return new Shadow(key.text(), key.shadow(), ended, counts);
    }

    private static Program parse(ProgramText text) throws RefusedProgramException {
        Program program;
        try {
            program = ProgramParser.parse(name(text), text.text(), text.version());
        } catch (ProgramException e) {
            throw new RefusedProgramException(String.valueOf(e.getMessage()));
        }
        ProgramKey key = ProgramKey.parse(text.key());
        if (!program.community().equals(key.community())) {
            throw new RefusedProgramException("the program is of community '" + program.community()
                    + "', the record's key says '" + key.community() + "'; expected the same");
        }
        ProgramKey right = program.shadow()
                ? ProgramKey.shadow(program.community(), program.name())
                : ProgramKey.live(program.community());
        if (!right.equals(key)) {
            throw new RefusedProgramException("the program '" + program.name() + "' says mode: "
                    + (program.shadow() ? "shadow" : "live") + ", so its key is '" + right.text()
                    + "'; the record's key '" + key.text() + "' would put it in the place of another one."
                    + " 'rollcall publish' gives each its key");
        }
        return program;
    }

    private static String name(ProgramText text) {
        return text.key() + "@" + text.version();
    }
}
