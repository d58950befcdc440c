package io.rollcall.jobs.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents that Elasticsearch has not acknowledged.
 *
 * <p>Of one document there is at most one write waiting and one in flight, and while one is in flight the other stays. So
 * requests may overtake each other and fail in part, and still the writes of one document reach Elasticsearch in their
 * order. External versions alone would not do: two snapshots of a member may have the same one.
 *
 * <p>Each write carries the whole document, so of two that wait the later one is enough.
 */
final class DocumentQueue {
    private final Map<DocumentKey, DocumentWrite> waiting = new LinkedHashMap<>();
    private final Set<DocumentKey> inFlight = new HashSet<>();
    private long waitingBytes;
    private long heldBytes;

    /** Adds a write; it takes the place of one of the same document that waits, unless that one is newer. */
    void add(DocumentWrite write) {
        DocumentWrite earlier = waiting.get(write.key());
        if (earlier != null) {
            if (!write.supersedes(earlier)) {
                return;
            }
            forget(earlier);
        }
        waiting.put(write.key(), write);
        waitingBytes += write.size();
        heldBytes += write.weight();
    }

    /** Up to so many writes and bytes, the oldest first, which are in flight from now on. At least one, if any may go. */
    List<DocumentWrite> take(int maxActions, long maxBytes) {
        List<DocumentWrite> taken = new ArrayList<>();
        long bytes = 0;
        Iterator<DocumentWrite> oldestFirst = waiting.values().iterator();
        while (oldestFirst.hasNext() && taken.size() < maxActions) {
            DocumentWrite write = oldestFirst.next();
            if (inFlight.contains(write.key())) {
                continue;
            }
            if (!taken.isEmpty() && bytes + write.size() > maxBytes) {
                break;
            }
            oldestFirst.remove();
            bytes += write.size();
            waitingBytes -= write.size();
            taken.add(write);
        }
        taken.forEach(write -> inFlight.add(write.key()));
        return taken;
    }

    /** A write that was in flight has come to its end. */
    void settle(DocumentWrite write) {
        inFlight.remove(write.key());
        heldBytes -= write.weight();
    }

    /** A write that was in flight has to be sent again, unless a newer one of the same document waits by now. */
    void returned(DocumentWrite write) {
        settle(write);
        DocumentWrite later = waiting.get(write.key());
        if (later == null || !later.supersedes(write)) {
            add(write);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty() && inFlight.isEmpty();
    }

    int waiting() {
        return waiting.size();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    int held() {
        return waiting.size() + inFlight.size();
    }

    long heldBytes() {
        return heldBytes;
    }

    private void forget(DocumentWrite write) {
        waitingBytes -= write.size();
        heldBytes -= write.weight();
    }
}
