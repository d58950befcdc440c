package io.rollcall.search;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one rule by which something's own identity becomes the id of its document. */
public final class DocumentId {

    /** What Elasticsearch allows at most, in bytes of UTF-8. */
    public static final int MAX_BYTES = 512;

    private DocumentId() {}

    /** The identity itself, or its SHA-256 in hexadecimal where it is longer than {@link #MAX_BYTES}. */
    public static String of(String identity) {
        byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_BYTES ? identity : HexFormat.of().formatHex(sha256(bytes));
    }

    /** The id of a member's document. */
    public static String ofMember(String community, String member) {
        return of(community + "/" + member);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
