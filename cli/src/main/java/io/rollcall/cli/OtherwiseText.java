package io.rollcall.cli;

import io.rollcall.compare.Difference;
import io.rollcall.compare.Difference.Otherwise;
import java.util.ArrayList;
import java.util.List;

/** Says of those who get to the same place in another way what differs on the way. */
final class OtherwiseText {
    private OtherwiseText() {}

    static void print(Page page, Difference difference) {
        if (difference.otherwise() == 0) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (Otherwise way : difference.otherwiseBy()) {
            String names = String.join(", ", way.examples());
            parts.add((difference.otherwiseBy().size() == 1 ? "" : "%,d ".formatted(way.members()))
                    + what(way.how())
                    + (names.isEmpty() ? "" : " (%s%s)".formatted(names, more(way))));
        }
        page.wrapped(
                "",
                "",
                (difference.differently() == 0
                                        ? "But %,d of them would get there in another way: "
                                        : "%,d more would end up the same in another way: ")
                                .formatted(difference.otherwise())
                        + String.join("; ", parts) + ".");
    }

    private static String more(Otherwise way) {
        return way.examples().size() < way.members() ? ", …" : "";
    }

    private static String what(Difference.How how) {
        return switch (how) {
            case TEXTS -> "only in other words: titles, perks, playbooks";
            case ALERTS -> "by other alerts, or alerts at other instants";
            case STEPS -> "sooner or later, or by other steps";
        };
    }
}
