package io.rollcall.bench.community;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.apache.commons.math3.distribution.UniformIntegerDistribution;
import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** Whose the next event is. */
public enum Keys {
    /** Member number r, from 1, acts in proportion to 1/r: a few do most, as in every community. */
    ZIPF,

    /** Everybody acts as often as everybody else: nobody is hot, the worst that a cache can meet. */
    UNIFORM;

    private static final double EXPONENT = 1;

    /** An endless row of member numbers, from 0; the same for the same seed. */
    LongSupplier numbers(long members, long seed) {
        int most = Math.toIntExact(members);
        RandomGenerator random = new Well19937c(seed);
        return switch (this) {
            case ZIPF -> {
                ZipfDistribution ranks = new ZipfDistribution(random, most, EXPONENT);
                yield () -> ranks.sample() - 1L;
            }
            case UNIFORM -> {
                UniformIntegerDistribution all = new UniformIntegerDistribution(random, 0, most - 1);
                yield all::sample;
            }
        };
    }

    /** As in names of topics and in tables. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
