package io.rollcall.jobs.journey;

/** The text by which a member is known everywhere: {@code community/member}. Communities have no slash. */
final class MemberKey {
    private MemberKey() {}

    static String community(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    static String member(String key) {
        return key.substring(key.indexOf('/') + 1);
    }
}
