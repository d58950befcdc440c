package io.rollcall.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.metric.StateReader;
import io.rollcall.metric.StateWriter;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How often a rule with a daily limit may post. */
class DailyPostsTest {
    private final DailyPosts posts = new DailyPosts();

    @Test
    void aDateHasItsLimitAndTheNextOneHasItAgain() {
        assertThat(posts.post(100, 2)).isTrue();
        assertThat(posts.post(100, 2)).isTrue();
        assertThat(posts.post(100, 2)).isFalse();
        assertThat(posts.post(101, 2)).isTrue();
        assertThat(posts.post(101, 2)).isTrue();
        assertThat(posts.post(101, 2)).isFalse();
    }

    @Test
    void lateEventsCountOnTheirOwnDateWhereverItLiesAmongTheLastThree() {
        posts.post(103, 1);
        assertThat(posts.post(101, 1)).isTrue();
        assertThat(posts.post(102, 2)).isTrue();

        assertThat(posts.post(101, 1)).isFalse();
        assertThat(posts.post(102, 2)).isTrue();
        assertThat(posts.post(102, 2)).isFalse();
        assertThat(posts.post(103, 1)).isFalse();
    }

    @Test
    void anOlderDateThanTheLastThreeHasItsLimitUsedUp() {
        posts.post(101, 1);
        posts.post(103, 1);
        posts.post(104, 1);

        assertThat(posts.post(100, 1)).isFalse();
        // between the oldest and the next one: the oldest makes room
        assertThat(posts.post(102, 1)).isTrue();
        assertThat(posts.post(101, 5)).isFalse();
        assertThat(posts.post(102, 1)).isFalse();
        assertThat(posts.post(103, 1)).isFalse();
        assertThat(posts.post(104, 1)).isFalse();
    }

    @Test
    void bytesKeepEveryDateAndItsCount() throws IOException {
        posts.post(95, 9);
        posts.post(95, 9);
        posts.post(100, 9);
        posts.post(101, 9);
        posts.post(101, 9);
        posts.post(101, 9);
        var out = new StateWriter();
        out.near(102);
        posts.write(out);

        var in = new StateReader(out.toBytes(), 0);
        in.near(102);
        var read = new DailyPosts();
        read.read(in);

        assertThat(read.post(95, 2)).isFalse();
        assertThat(read.post(100, 1)).isFalse();
        assertThat(read.post(101, 3)).isFalse();
        assertThat(read.post(95, 3)).isTrue();
        assertThat(read.post(100, 2)).isTrue();
        assertThat(read.post(101, 4)).isTrue();
    }
}
