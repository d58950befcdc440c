package io.rollcall.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Open alerts: the most critical first, and of equally critical ones the newest.
 *
 * @param open how many are open in the community, whatever the filter
 * @param counts open alerts by name and severity, whatever the filter
 * @param matching how many pass the filter
 * @param page from 0
 */
record AlertPage(long open, List<Count> counts, long matching, int page, int size, List<Item> items) {

    record Count(String alert, String severity, long open) {}

    /**
     * @param anchor what the alert counts from
     * @param deadline when the time ran out, or for {@code tier-at-risk} runs out
     * @param playbook what to do about it, if the program says
     */
    record Item(
            String id,
            String member,
            String alert,
            @Nullable String ladder,
            String severity,
            @Nullable Instant raisedAt,
            @Nullable Instant anchor,
            @Nullable Instant deadline,
            @Nullable String playbook) {}
}
