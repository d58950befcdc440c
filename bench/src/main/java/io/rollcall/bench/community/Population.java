package io.rollcall.bench.community;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a large community and what is kept of each before the first event: the states of a small simulated
 * community, each many times. Of two members, the one with the lower number, who acts more often under {@link Keys#ZIPF},
 * has the larger state.
 */
public final class Population {
    /** The community, that of the example program. */
    public static final String COMMUNITY = "book-club";

    /** Spreads consecutive numbers over all names, so that who acts often are not neighbours on disk. Odd, so each once. */
    private static final int SPREAD = 0x9E3779B1;

    private final long members;
    private final List<Kept> kinds;
    private final @Nullable Population others;

    /**
     * What is kept of a member.
     *
     * @param next the next instant of its clock, in milliseconds since the epoch
     * @param bytes of its state, as {@link io.rollcall.member.StateCodec} writes them
     */
    public record Kept(long next, byte[] bytes) {}

    /**
     * A population.
     *
     * @param members how many
     * @param kinds the states, the largest first
     */
    public Population(long members, List<Kept> kinds) {
        this(members, kinds, null);
    }

    private Population(long members, List<Kept> kinds, @Nullable Population others) {
        this.members = members;
        this.kinds = List.copyOf(kinds);
        this.others = others;
    }

    /** These, and behind them others. */
    public Population and(Population more) {
        if (more.members() == 0) {
            return this;
        }
        return new Population(members, kinds, others == null ? more : others.and(more));
    }

    /** How many members there are. */
    public long members() {
        return others == null ? members : members + others.members();
    }

    /** The name of a member, by number from 0. */
    public static String name(long number) {
        StringBuilder name = new StringBuilder(9).append('m');
        int rest = (int) number * SPREAD;
        for (int shift = Integer.SIZE - 4; shift >= 0; shift -= 4) {
            name.append(Character.forDigit(rest >>> shift & 0xF, 16));
        }
        return name.toString();
    }

    /** The key under which all peers keep a member: {@code community/member}. */
    public static String key(long number) {
        return COMMUNITY + '/' + name(number);
    }

    /** What is kept of a member, by number. */
    public Kept kept(long number) {
        if (others != null && number >= members) {
            return others.kept(number - members);
        }
        return kinds.get((int) (number * kinds.size() / members));
    }

    /** The mean size of a state, in bytes. */
    public double meanBytes() {
        return kinds.stream().mapToInt(kept -> kept.bytes().length).average().orElse(0);
    }

    /** Writes it to a file, for the peers. */
    public void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            write(out);
        }
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeLong(members);
        out.writeInt(kinds.size());
        for (Kept kept : kinds) {
            out.writeLong(kept.next());
            out.writeInt(kept.bytes().length);
            out.write(kept.bytes());
        }
        out.writeBoolean(others != null);
        if (others != null) {
            others.write(out);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Population read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return read(in);
        }
    }

    private static Population read(DataInputStream in) throws IOException {
        long members = in.readLong();
        int size = in.readInt();
        List<Kept> kinds = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            long next = in.readLong();
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            kinds.add(new Kept(next, bytes));
        }
        return new Population(members, kinds, in.readBoolean() ? read(in) : null);
    }
}
