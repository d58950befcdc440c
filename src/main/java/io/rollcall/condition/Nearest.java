package io.rollcall.condition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The known name that a wrong one was surely meant to be. */
public final class Nearest {
    /** As many are listed; of more the first few. */
    private static final int ALL = 20;

    private static final int FEW = 12;

    private Nearest() {}

    /** {@code "; did you mean 'posts'?"}, or what there is to choose from, or nothing. */
    public static String hint(String wrong, Collection<String> known) {
        String suggestion = suggestion(wrong, known);
        if (!suggestion.isEmpty()) {
            return suggestion;
        }
        if (known.isEmpty()) {
            return "; none is declared";
        }
        long listed = known.size() > ALL ? FEW : known.size();
        String some = known.stream().limit(listed).collect(Collectors.joining(", "));
        return "; known: " + some + (known.size() > listed ? " and %,d more".formatted(known.size() - listed) : "");
    }

    /** {@code "; did you mean 'posts'?"}, or nothing. */
    public static String suggestion(String wrong, Collection<String> known) {
        return of(wrong, known).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /** The nearest name, unless none is near. */
    public static Optional<String> of(String wrong, Collection<String> known) {
        int tolerance = Math.max(1, wrong.length() / 3);
        return known.stream()
                .filter(name -> distance(wrong, name) <= tolerance)
                .min(Comparator.comparingInt(name -> distance(wrong, name)));
    }

    /** The optimal string alignment distance, upper and lower case and the kind of dash being alike. */
    public static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT).replace('-', '_');
        String b = to.toLowerCase(Locale.ROOT).replace('-', '_');
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int substitute = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(substitute, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
