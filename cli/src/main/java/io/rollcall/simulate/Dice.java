package io.rollcall.simulate;

/**
 * A stream of chance that depends on nothing but what it was made from (SplitMix64), whatever the Java version, and
 * whoever threw other dice before: each visit has its own.
 */
final class Dice {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Dice(long seed, long what, long when) {
        this.state = mix(mix(seed + GOLDEN_GAMMA) ^ mix(what * 0xD1B54A32D192ED03L + 1) ^ mix(when + GOLDEN_GAMMA * 3));
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** From 0 inclusive to 1 exclusive. */
    double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** From 0 inclusive to {@code bound} exclusive. */
    int below(int bound) {
        return (int) (fraction() * bound);
    }

    boolean chance(double probability) {
        return fraction() < probability;
    }

    /** A number of things that happen {@code mean} times on average, independently of each other; at most 40. */
    int count(double mean) {
        if (mean <= 0) {
            return 0;
        }
        double limit = StrictMath.exp(-mean);
        double product = fraction();
        int count = 0;
        while (product > limit && count < 40) {
            product *= fraction();
            count++;
        }
        return count;
    }

    /** A positive amount with this median; two thirds of them lie within a factor of {@code spread}. */
    double amount(double median, double spread) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - fraction()));
        double normal = radius * StrictMath.cos(2 * StrictMath.PI * fraction());
        return median * StrictMath.exp(normal * StrictMath.log(spread));
    }

    /** At least 1, most often little more, seldom very much: one in {@code x} is above {@code x}. */
    double popularity() {
        return 1 / (1 - fraction() * 0.9999);
    }
}
