package io.rollcall.jobs.journey;

/** The text by which a member is known everywhere: {@code community/member}. Communities have no slash. */
final class MemberKey {
    private static final int SPREAD = 0x9E3779B9;

    private MemberKey() {}

    static String community(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    /** A hash of a key, all bits of which are of use. */
    static int hash(String key) {
        return spread(key.hashCode());
    }

    /** The hash, so that all of its bits are of use. */
    static int spread(int hash) {
        return hash * SPREAD;
    }

    static String member(String key) {
        return key.substring(key.indexOf('/') + 1);
    }
}
