package io.rollcall.bench.community;

import io.rollcall.event.Event;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a community on an ordinary day, by seed: people look in (72 of 100 events), like what another one wrote
 * (18, which reach that one, too), chat (6), comment (2), post (1), check in and buy (½ each). Under the example program
 * some 3 of 100 events make anything true. Not safe for use by several threads.
 */
public final class Traffic {
    private static final int LIKE_FROM = 720;
    private static final int MESSAGE_FROM = 900;
    private static final int COMMENT_FROM = 960;
    private static final int POST_FROM = 980;
    private static final int CHECK_IN_FROM = 990;
    private static final int PURCHASE_FROM = 995;
    private static final int ALL = 1000;
    private static final int POSTS_OF_EACH = 5;

    private final LongSupplier members;
    private final RandomGenerator random;
    private final double price;

    /**
     * Traffic.
     *
     * @param price of a purchase; with 5000 and more each buyer's first one raises the alert {@code spree}
     */
    public Traffic(Keys keys, long members, long seed, double price) {
        this.members = keys.numbers(members, seed);
        this.random = new Well19937c(seed + 1);
        this.price = price;
    }

    /** The next event; its member, type and attributes are chance. */
    public Event next(String id, long at) {
        String member = Population.name(members.getAsLong());
        int kind = random.nextInt(ALL);
        if (kind < LIKE_FROM) {
            return event(id, "visit", member, null, at, 0, Map.of("page", "home"));
        } else if (kind < MESSAGE_FROM) {
            String author = Population.name(members.getAsLong());
            String post = "p-" + author + '-' + random.nextInt(POSTS_OF_EACH);
            return event(id, "like", member, author, at, 0, Map.of("post", post));
        } else if (kind < COMMENT_FROM) {
            return event(id, "message", member, null, at, 0, Map.of("room", "lobby"));
        } else if (kind < POST_FROM) {
            return event(id, "comment", member, null, at, 0, Map.of("page", "home"));
        } else if (kind < CHECK_IN_FROM) {
            return event(id, "post", member, null, at, 0, Map.of("quality", "plain"));
        } else if (kind < PURCHASE_FROM) {
            return event(id, "check-in", member, null, at, 0, Map.of("page", "home"));
        }
        return event(id, "purchase", member, null, at, price, Map.of("page", "shop"));
    }

    private static Event event(
            String id,
            String type,
            String member,
            @Nullable String recipient,
            long at,
            double value,
            Map<String, String> attributes) {
        return new Event(id, Population.COMMUNITY, type, member, recipient, at, value, attributes);
    }
}
