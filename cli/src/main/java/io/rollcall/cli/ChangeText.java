package io.rollcall.cli;

import io.rollcall.compare.Difference;
import io.rollcall.compare.Difference.Presence;
import io.rollcall.compare.Difference.TextChange;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What two programs say differently, rule by rule. */
final class ChangeText {
    private ChangeText() {}

    static void print(Page page, List<TextChange> changes) {
        for (TextChange change : changes) {
            if (change.presence() == Presence.BOTH) {
                page.line("  changed  " + change.what());
                for (Difference.Property property : change.properties()) {
                    String name = "             " + property.name() + ": ";
                    page.wrapped(name, "               ", quoted(property.from()));
                    page.wrapped("             → ", "               ", quoted(property.to()));
                }
            } else {
                boolean isNew = change.presence() == Presence.ONLY_TO;
                String properties = change.properties().stream()
                        .map(property -> property.name() + " " + (isNew ? property.to() : property.from()))
                        .collect(Collectors.joining("; "));
                page.wrapped(
                        isNew ? "  new      " : "  gone     ",
                        "             ",
                        change.what() + (properties.isEmpty() ? "" : ": " + properties));
            }
        }
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "(none)" : text.isEmpty() ? "(nobody)" : text;
    }
}
