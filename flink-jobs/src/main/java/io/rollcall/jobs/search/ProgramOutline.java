package io.rollcall.jobs.search;

import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.util.List;

/**
 * What a page needs to know of a program: the order of its tiers, and how its badges are called.
 *
 * @param mode {@code live} or {@code shadow}
 * @param timezone in which the community lives
 */
record ProgramOutline(
        String program, String mode, String timezone, List<LadderOutline> ladders, List<BadgeOutline> badges) {

    /** A ladder, lowest tier first. */
    record LadderOutline(String ladder, List<String> tiers) {}

    /** A badge and what people read. */
    record BadgeOutline(String badge, String title) {}

    /** Reads the outline of a program's text. */
    interface Reader {
        /** Throws {@link io.rollcall.program.ProgramException} if it is refused. */
        ProgramOutline read(String community, String text, long version);
    }

    /** The engine's own parser. */
    static ProgramOutline read(String community, String text, long version) {
        Program program = ProgramParser.parse(community, text, version);
        return new ProgramOutline(
                program.name(),
                program.shadow() ? "shadow" : "live",
                program.dates().zone().getId(),
                program.ladders().stream().map(ProgramOutline::outline).toList(),
                program.badges().stream()
                        .map(badge -> new BadgeOutline(badge.name(), badge.title()))
                        .toList());
    }

    private static LadderOutline outline(Ladder ladder) {
        return new LadderOutline(
                ladder.name(), ladder.tiers().stream().map(Ladder.Tier::name).toList());
    }
}
