package io.rollcall.bench.run;

import java.util.Locale;

/**
 * What issue 4 asks for and what was measured.
 *
 * @param what in words, with its unit
 * @param measured the figure
 * @param most what it may be at most
 */
record Target(String what, double measured, double most) {

    boolean isMet() {
        return measured <= most;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%-4s %s: %.2f, at most %.2f", isMet() ? "met" : "MISS", what, measured, most);
    }
}
