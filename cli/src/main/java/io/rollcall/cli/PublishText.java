package io.rollcall.cli;

import io.rollcall.compare.Difference.Presence;
import io.rollcall.compare.Difference.TextChange;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.program.Program;
import io.rollcall.wire.ProgramKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says to the person who publishes a program what they are about to do, and then what they have done. */
final class PublishText {
    private static final String END = "  rollcall publish --end-shadow ";

    private final Page page;
    private final String topic;

    PublishText(Page page, String topic) {
        this.page = page;
        this.topic = topic;
    }

    void verdict(Verdict verdict) {
        page.line(verdict.describe());
    }

    /** A record that went past this command. */
    void refused(ProgramTopic.@Nullable Refused refused) {
        if (refused != null) {
            page.blank();
            page.wrapped(
                    "",
                    "",
                    "The last record under this key, at offset " + refused.offset() + ", is refused by the jobs:");
            page.line(refused.reason());
        }
    }

    /**
     * What would change.
     *
     * @param before what has the same key now, or null
     * @param live what governs the community now, or null
     */
    void difference(ProgramKey key, @Nullable Program before, @Nullable Program live, Program after) {
        page.blank();
        Program from = before == null ? live : before;
        if (from == null) {
            page.wrapped(
                    "",
                    "",
                    "It is the first program of the community '" + key.community()
                            + "': nothing is in force there yet.");
            return;
        }
        List<TextChange> changes = TextChange.between(from, after);
        String version = "version " + from.version();
        if (changes.isEmpty()) {
            page.wrapped("", "", "It says the same as " + version + "; only its text is another, such as comments.");
            return;
        }
        page.heading(
                before == null
                        ? "On trial beside " + version + ", which stays in force. What it says differently"
                        : key.isShadow()
                                ? "In place of " + version + " of the same trial. What it says differently"
                                : "In place of " + version + ", which is in force. What it says differently");
        ChangeText.print(page, changes);
        if (!key.isShadow()) {
            page.blank();
            if (changes.stream().anyMatch(PublishText::takesAlerts)) {
                page.wrapped(
                        "",
                        "",
                        "Alerts that are open under a rule that is gone are never resolved: they stay open in the index.");
            }
            page.wrapped("", "", "What that does to members, 'rollcall plan' says from a history.");
        }
    }

    /** Whether an alert rule goes, or a tier and with it its alert of a running grace. */
    private static boolean takesAlerts(TextChange change) {
        return change.presence() == Presence.ONLY_FROM
                && (change.what().startsWith("alert ") || change.what().startsWith("tier "));
    }

    void unchanged(ProgramKey key, long version) {
        page.blank();
        page.wrapped(
                "",
                "",
                "This very text is " + (key.isShadow() ? "on trial" : "in force") + " already, as version " + version
                        + ". Nothing was published.");
    }

    void dryRun() {
        page.blank();
        page.line("Nothing was published (--dry-run).");
    }

    void published(ProgramKey key, long version, KnownPrograms others) {
        page.blank();
        page.wrapped(
                "",
                "",
                "Published as version " + version + " of '" + key.text() + "': partition " + ProgramTopic.PARTITION
                        + ", offset " + version + " of " + topic + ".");
        if (key.isShadow()) {
            page.line("It runs beside the program in force; its outcomes are marked 'shadow'. To end it:");
            page.line(END + key.text());
            return;
        }
        page.line("The jobs take it up without a restart; each member moves to it at their next event or instant.");
        for (KnownPrograms.Shadow shadow : others.shadows(key.community())) {
            page.line("Still on trial beside it: '" + shadow.name() + "'. To end that:");
            page.line(END + shadow.key());
        }
    }

    void ended(String key) {
        page.line("The trial of '" + key + "' is over. What it kept of members is dropped.");
    }
}
