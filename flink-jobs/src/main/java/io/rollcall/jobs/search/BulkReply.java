package io.rollcall.jobs.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a request. */
sealed interface BulkReply {

    /** Elasticsearch took it up; what came of each document is in the order of the request. */
    record Answered(List<Item> items) implements BulkReply {}

    /** Nothing was written because of where and how we ask, or because nobody answers: it may work later. */
    record Unavailable(String reason) implements BulkReply {}

    /** Nothing was written because something in the request is not right: a smaller one may work. */
    record Refused(int status, String reason) implements BulkReply {}

    /**
     * What came of one document.
     *
     * @param type of the error
     */
    record Item(int status, @Nullable String type, String reason) {

        /** What to do about it. */
        enum Verdict {
            WRITTEN,
            /** There is a newer version already. */
            CONFLICT,
            /** Not this document's fault: it goes again for as long as it takes. */
            LATER,
            /** Elasticsearch failed on this document; it may be its fault. */
            FAILED,
            /** It is this document's fault: it will never be taken. */
            REFUSED
        }

        Verdict verdict() {
            if (status < 300) {
                return Verdict.WRITTEN;
            }
            return switch (status) {
                case 409 -> Verdict.CONFLICT;
                case 408, 429, 502, 503, 504 -> Verdict.LATER;
                // no privilege, or an index that is blocked: it is the same for every document
                case 401, 403 -> Verdict.LATER;
                // deleting what is not there has worked; an index that may not be created has to be created by somebody
                case 404 -> "index_not_found_exception".equals(type) ? Verdict.LATER : notFound();
                case 400 -> isClusterFull() ? Verdict.LATER : Verdict.REFUSED;
                default -> status >= 500 ? Verdict.FAILED : Verdict.REFUSED;
            };
        }

        private Verdict notFound() {
            return type == null ? Verdict.WRITTEN : Verdict.REFUSED;
        }

        /** A new month's index may not be created for want of shards: a 400, but no document's fault. */
        private boolean isClusterFull() {
            return "validation_exception".equals(type) && reason.contains("shards open");
        }

        /** For people. */
        String description() {
            return status + " " + (type == null ? "" : type + ": ") + reason;
        }
    }
}
