package io.rollcall.simulate;

import io.rollcall.event.Event;
import io.rollcall.simulate.Board.Post;
import io.rollcall.simulate.Visit.Act;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of an act: an event, and what others will see of it. */
final class Acts {
    private static final int BOARD = 256;
    private static final long NEWS_MILLIS = 4L * 24 * 3_600_000;
    private static final List<String> TOPICS =
            List.of("novels", "poetry", "history", "science", "essays", "comics", "translations", "meetups");

    private final Community community;
    private final Population population;
    private final Names names;
    private final Board board = new Board(BOARD);
    private long written;

    Acts(Community community, Population population) {
        this.community = community;
        this.population = population;
        this.names = new Names(community.seed());
    }

    /** The visit's next act; null where nothing comes of it, as when there is no new post to like. */
    @Nullable
    Event perform(Visit visit, int day) {
        long at = visit.due();
        Act act = visit.take();
        if (visit.person.left) {
            return null;
        }
        return switch (act) {
            case JOIN -> join(visit, day, at);
            case VISIT -> event("visit", visit.person, null, at, 0, Map.of());
            case CHECK_IN -> checkIn(visit.person, at);
            case POST -> post(visit, at);
            case COMMENT -> comment(visit, at);
            case MESSAGE -> message(visit, day, at);
            case LIKE -> like(visit, at);
            case PURCHASE -> purchase(visit, at);
            case REDEEM -> redeem(visit, at);
            case LEAVE -> leave(visit.person, at);
        };
    }

    private Event join(Visit visit, int day, long at) {
        Person inviter = visit.dice.chance(0.7) ? population.friend(visit.person, day, visit.dice) : null;
        boolean here = inviter != null && inviter.readUntil != Long.MIN_VALUE;
        return event(Event.JOIN, visit.person, here ? inviter : null, at, 0, Map.of());
    }

    private Event checkIn(Person person, long at) {
        person.points += 10;
        return event("check-in", person, null, at, 0, Map.of());
    }

    private Event post(Visit visit, long at) {
        Dice dice = visit.dice;
        String topic = TOPICS.get(dice.below(TOPICS.size()));
        boolean featured = dice.chance(visit.person.archetype == Archetype.SUPERFAN ? 0.08 : 0.03);
        Event event = event(
                "post",
                visit.person,
                null,
                at,
                0,
                featured ? Map.of("quality", "featured", "topic", topic) : Map.of("topic", topic));
        Post post = new Post(event.id(), visit.person, at);
        board.add(post);
        population.circle(visit.person).board.add(post);
        return event;
    }

    private @Nullable Event comment(Visit visit, long at) {
        Post post = look(visit, at - NEWS_MILLIS);
        if (post == null) {
            return null;
        }
        visit.person.points += 2;
        return event("comment", visit.person, post.author, at, 0, Map.of("post", post.id));
    }

    private @Nullable Event message(Visit visit, int day, long at) {
        Person friend = population.friend(visit.person, day, visit.dice);
        boolean here = friend != null && friend.readUntil != Long.MIN_VALUE;
        return here ? event("message", visit.person, friend, at, 0, Map.of()) : null;
    }

    private @Nullable Event like(Visit visit, long at) {
        Post post = look(visit, Math.max(visit.knows, at - NEWS_MILLIS));
        if (post == null) {
            return null;
        }
        post.likes++;
        return event("like", visit.person, post.author, at, 0, Map.of("post", post.id));
    }

    /** Friends' posts first, then whatever everybody talks about. */
    private @Nullable Post look(Visit visit, long since) {
        Dice dice = visit.dice;
        boolean friendsFirst = dice.chance(0.7);
        Board friends = population.circle(visit.person).board;
        Post post = (friendsFirst ? friends : board).glance(visit.person, since, dice);
        return post == null && friendsFirst ? board.glance(visit.person, since, dice) : post;
    }

    private Event purchase(Visit visit, long at) {
        Dice dice = visit.dice;
        double amount = visit.person.collector ? dice.amount(520, 1.7) : dice.amount(68, 1.8);
        double price = StrictMath.rint(Math.min(amount, 9_000) * 10) / 10;
        visit.person.points += (float) (price / 10);
        String item = visit.person.collector ? "rare-edition" : "book";
        return event("purchase", visit.person, null, at, price, Map.of("currency", "cny", "item", item));
    }

    private Event redeem(Visit visit, long at) {
        Person person = visit.person;
        boolean misjudges = visit.dice.chance(0.08);
        double cost = misjudges
                ? StrictMath.ceil(person.points / 50) * 100
                : 50 * (1 + visit.dice.below(Math.max(1, (int) (person.points / 60))));
        if (!misjudges) {
            person.points -= (float) cost;
        }
        return event("redeem", person, null, at, cost, Map.of());
    }

    private Event leave(Person person, long at) {
        person.left = true;
        return event(Event.LEAVE, person, null, at, 0, Map.of());
    }

    private Event event(
            String type,
            Person actor,
            @Nullable Person recipient,
            long at,
            double value,
            Map<String, String> attributes) {
        String id = "s" + community.seed() + "-" + written++;
        String other = recipient == null ? null : names.of(recipient.number);
        return new Event(id, community.name(), type, names.of(actor.number), other, at, value, attributes);
    }
}
