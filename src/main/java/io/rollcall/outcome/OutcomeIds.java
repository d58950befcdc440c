package io.rollcall.outcome;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The one place where outcome ids are made: 128 bits of SHA-256 over what the outcome is, in hexadecimal.
 *
 * <p>Not safe for use by several threads.
 */
public final class OutcomeIds {
    private static final int BYTES = 16;

    private final MessageDigest digest;
    private final HexFormat hex = HexFormat.of();

    public OutcomeIds() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The id of what the parts say; each counts with its length, so that no two lists of parts are alike. */
    public String of(String community, String member, String kind, Object... parts) {
        digest.reset();
        add(community);
        add(member);
        add(kind);
        for (Object part : parts) {
            add(part.toString());
        }
        return hex.formatHex(digest.digest(), 0, BYTES);
    }

    private void add(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((byte) (bytes.length >>> 24));
        digest.update((byte) (bytes.length >>> 16));
        digest.update((byte) (bytes.length >>> 8));
        digest.update((byte) bytes.length);
        digest.update(bytes);
    }
}
