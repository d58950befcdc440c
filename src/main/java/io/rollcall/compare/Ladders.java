package io.rollcall.compare;

import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ladders of a program by name. */
final class Ladders {
    private Ladders() {}

    static @Nullable Ladder find(Program program, String name) {
        return program.ladders().stream()
                .filter(ladder -> ladder.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    static String lowest(Program program, String name) {
        Ladder ladder = find(program, name);
        if (ladder == null) {
            throw new IllegalArgumentException("the program has no ladder " + name);
        }
        return ladder.tiers().get(0).name();
    }

    /** The place of a tier from the bottom; 0 for none, -1 where the ladder does not have it. */
    static int height(@Nullable Ladder ladder, @Nullable String tier) {
        if (tier == null) {
            return 0;
        }
        List<String> names = ladder == null
                ? List.of()
                : ladder.tiers().stream().map(Ladder.Tier::name).toList();
        return names.indexOf(tier);
    }
}
