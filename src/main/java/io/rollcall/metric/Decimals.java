package io.rollcall.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts to six decimals, so that the order in which they were added decides nothing. */
public final class Decimals {
    /** Below this a double times 10⁶ still has all its whole digits (2⁵² / 10⁶). */
    private static final double EXACT = 4.5e9;

    private Decimals() {}

    /** Rounded to six decimals, half to even on the exact value. */
    public static double round6(double value) {
        if (value == Math.rint(value) || Double.isNaN(value) || Double.isInfinite(value)) {
            return value + 0.0;
        }
        double scaled = value * 1e6;
        double whole = Math.rint(scaled);
        // near a tie the product's own rounding may decide: then the exact value has to
        if (Math.abs(value) < EXACT && Math.abs(scaled - whole) < 0.499) {
            return whole / 1e6 + 0.0;
        }
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    }
}
