package io.rollcall.jobs.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known key that somebody most likely meant, by edit distance. */
final class NearestKey {
    private NearestKey() {}

    static Optional<String> to(String unknown, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(key -> distance(unknown, key)));
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substituted = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
