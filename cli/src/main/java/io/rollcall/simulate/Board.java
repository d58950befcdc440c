package io.rollcall.simulate;

import org.jspecify.annotations.Nullable;

/** The posts that are new enough to be seen, the oldest of which gives way to the next. */
final class Board {
    private static final int GLANCES = 4;

    private final Post[] posts;
    private int written;

    Board(int capacity) {
        this.posts = new Post[capacity];
    }

    /** A post. */
    static final class Post {
        final String id;
        final Person author;
        final long at;
        int likes;

        Post(String id, Person author, long at) {
            this.id = id;
            this.author = author;
            this.at = at;
        }
    }

    void add(Post post) {
        posts[written % posts.length] = post;
        written++;
    }

    /** A post that catches the reader's eye: newer than {@code since}, of somebody else, rather a popular one. */
    @Nullable
    Post glance(Person reader, long since, Dice dice) {
        int visible = Math.min(written, posts.length);
        Post best = null;
        double bestAppeal = 0;
        for (int glance = 0; visible > 0 && glance < GLANCES; glance++) {
            Post post = posts[dice.below(visible)];
            double appeal = dice.fraction() * StrictMath.sqrt(post.author.popularity) * (2 + post.likes);
            if (post.author != reader && post.at > since && appeal > bestAppeal) {
                best = post;
                bestAppeal = appeal;
            }
        }
        return best;
    }
}
