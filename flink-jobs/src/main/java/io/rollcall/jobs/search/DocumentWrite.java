package io.rollcall.jobs.search;

import org.jspecify.annotations.Nullable;

/**
 * One document to be written, whole, or to be deleted.
 *
 * @param version the external version ({@code external_gte}), or {@link #UNVERSIONED}
 * @param json the document in UTF-8; null to delete it
 * @param origin what it was made of
 * @param failures how often Elasticsearch failed on this very document
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record DocumentWrite(DocumentKey key, long version, byte @Nullable [] json, SourceRecord origin, int failures) {

    /** No version: whoever writes last wins. */
    static final long UNVERSIONED = -1;

    // the action line's fixed text and the objects around the bytes
    private static final int OVERHEAD = 160;

    static DocumentWrite of(DocumentKey key, long version, byte[] json, SourceRecord origin) {
        return new DocumentWrite(key, version, json, origin, 0);
    }

    static DocumentWrite deletion(DocumentKey key, long version, SourceRecord origin) {
        return new DocumentWrite(key, version, null, origin, 0);
    }

    /**
     * Whether it makes an earlier write of the same document superfluous. One with a lower version does not: it would be
     * a conflict.
     */
    boolean supersedes(DocumentWrite earlier) {
        return version == UNVERSIONED || earlier.version == UNVERSIONED || version >= earlier.version;
    }

    DocumentWrite failedOnceMore() {
        return new DocumentWrite(key, version, json, origin, failures + 1);
    }

    /** What it adds to a request, roughly, in bytes. */
    int size() {
        return OVERHEAD + key.id().length() + (json == null ? 0 : json.length);
    }

    /** What it takes in memory, roughly, in bytes. */
    int weight() {
        return size() + origin.weight();
    }
}
