package io.rollcall.outcome;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The one place where outcome ids are made: 128 bits of SHA-256 over what the outcome is, in hexadecimal.
 *
 * <p>What a program on trial gives is not what the live one gives, though all else be equal: a consumer that knows outcomes by
 * their ids would take the live one for a repeat of the other. So its ids begin with whose trial it is.
 *
 * <p>Not safe for use by several threads.
 */
public final class OutcomeIds {
    private static final int BYTES = 16;

    private final MessageDigest digest;
    private final HexFormat hex = HexFormat.of();
    private byte[] message = new byte[256];
    private int size;
    private final @Nullable String trial;

    private OutcomeIds(@Nullable String trial) {
        // no community is called so: names have no spaces
        this.trial = trial == null ? null : "shadow " + trial;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Ids of outcomes on which somebody acts. */
    public static OutcomeIds live() {
        return new OutcomeIds(null);
    }

    /** Ids of what the program of this name gives in shadow mode. */
    public static OutcomeIds shadow(String program) {
        return new OutcomeIds(program);
    }

    /** The id of what the parts say; each counts with its length, so that no two lists of parts are alike. */
    public String of(String community, String member, String kind, Object... parts) {
        size = 0;
        if (trial != null) {
            add(trial);
        }
        add(community);
        add(member);
        add(kind);
        for (Object part : parts) {
            add(part.toString());
        }
        digest.update(message, 0, size);
        return hex.formatHex(digest.digest(), 0, BYTES);
    }

    private void add(String part) {
        // three bytes are the most that a unit of UTF-16 takes in UTF-8
        int most = size + Integer.BYTES + 3 * part.length();
        if (most > message.length) {
            message = Arrays.copyOf(message, 2 * most);
        }
        int start = size + Integer.BYTES;
        int end = start;
        for (int i = 0; i < part.length(); i++) {
            char unit = part.charAt(i);
            if (unit >= 0x80) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                System.arraycopy(bytes, 0, message, start, bytes.length);
                end = start + bytes.length;
                break;
            }
            message[end++] = (byte) unit;
        }
        int length = end - start;
        message[size] = (byte) (length >>> 24);
        message[size + 1] = (byte) (length >>> 16);
        message[size + 2] = (byte) (length >>> 8);
        message[size + 3] = (byte) length;
        size = end;
    }
}
