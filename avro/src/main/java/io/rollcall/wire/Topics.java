package io.rollcall.wire;

import java.util.List;

/**
 * The names of the topics, all of which begin with one prefix.
 *
 * @param prefix what every name begins with, {@code rollcall.} by default
 */
public record Topics(String prefix) {

    /**
     * The header of a clock record on the topic of events, whose value is null: epoch milliseconds in decimal, the
     * producer's promise that its partition holds no earlier event from there on.
     */
    public static final String CLOCK_HEADER = "rollcall-clock";

    /**
     * The header of an event that is sent once more to one of its two members, since the other one has it already: that
     * member's id in UTF-8.
     */
    public static final String ONLY_MEMBER_HEADER = "rollcall-only-member";

    /** The names by default. */
    public static final Topics DEFAULT = new Topics("rollcall.");

    public String events() {
        return prefix + "events";
    }

    public String programs() {
        return prefix + "programs";
    }

    public String tierChanges() {
        return prefix + "tier-changes";
    }

    public String badges() {
        return prefix + "badges";
    }

    public String points() {
        return prefix + "points";
    }

    public String stages() {
        return prefix + "stages";
    }

    public String segments() {
        return prefix + "segments";
    }

    public String quests() {
        return prefix + "quests";
    }

    public String alerts() {
        return prefix + "alerts";
    }

    public String members() {
        return prefix + "members";
    }

    public String deadLetters() {
        return prefix + "dead-letters";
    }

    /** Every topic that carries outcomes. */
    public List<String> outcomes() {
        return List.of(tierChanges(), badges(), points(), stages(), segments(), quests(), alerts());
    }
}
