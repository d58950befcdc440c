package io.rollcall.wording;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.program.ProgramParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
    private static final Terms TERMS = Terms.of(ProgramParser.parse("p.yaml", """
            program: p
            community: c
            events: {speak: [post, comment], activity: [speak, visit, like]}
            metrics:
              posts: {count: post}
              posts_30d: {count: post, over: 30d}
              spoken: {count: speak, over: 7d}
              acts_30d: {count: activity, over: 30d}
              likes_received: {count: like, as: recipient}
              featured: {count: post, where: "attributes.quality == 'featured'"}
              spend_90d: {sum: purchase, over: 90d}
              days: {days: post}
              active_days_30d: {days: activity, over: 30d}
              streak: {streak: check-in}
              idle_days: {since: activity}
              quiet_days: {since: message, as: recipient}
              fans_60d: {distinct: like, of: member, as: recipient, over: 60d}
              friends: {distinct: message, of: recipient}
              tags: {distinct: post, of: tag, cap: 3, where: "value > 0"}
              active_today: {days: activity, over: 1d}
              books: {distinct: post, of: book}
              nice_posts: {reach: like, of: post, at: 10, as: recipient}
              replies: {count: reply}
              gifts_90d: {sum: purchases, over: 90d}
              birds: {distinct: sighting, of: species}
              bought: {days: purchases}
            alerts:
              silent: {since: join, after: 7d, unless: speak}
            """, 0));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "posts | 1 | 1 post",
                "posts_30d | 3 | 3 posts in 30 days",
                "spoken | 3 | 3 comments or posts in 7 days",
                "acts_30d | 3 | 3 activity events in 30 days",
                "likes_received | 2 | 2 likes received",
                "featured | 2 | featured = 2",
                "spend_90d | 12.5 | 12.5 from purchases in 90 days",
                "spend_90d | 1234567.891 | 1,234,567.891 from purchases in 90 days",
                "points | 12000 | a balance of 12,000 points",
                "featured | 1200 | featured = 1,200",
                "days | 3 | 3 days with a post",
                "active_days_30d | 12 | 12 days with activity in the last 30",
                "streak | 7 | 7 days in a row with a check-in",
                "idle_days | 14 | 14 days without activity",
                "quiet_days | 1 | 1 day without a message received",
                "fans_60d | 5 | likes received from 5 different members in 60 days",
                "friends | 2 | messages to 2 different members",
                "fans_60d | 100 | likes received from at least 100 different members in 60 days",
                "tags | 2 | tags = 2",
                "tags | 3 | tags = 3 or more",
                "active_today | 1 | 1 day with activity today",
                "books | 2 | posts with 2 different books",
                "nice_posts | 2 | 2 posts with 10 likes received or more",
                "replies | 2 | 2 replies",
                "gifts_90d | 0 | 0 from purchases in 90 days",
                "birds | 2 | sightings with 2 different species",
                "bought | 1 | 1 day with purchases",
                "points | 120 | a balance of 120 points",
                "points_earned | 1 | 1 point earned",
                "tenure_days | 30 | 30 days since joining",
                "unheard_of | 1 | unheard_of = 1"
            })
    void aNumberIsSaidByWhatTheProgramMeansWithIt(String number, double value, String words) {
        assertThat(TERMS.value(number, value)).isEqualTo(words);
    }

    @Test
    void aNumberThatIsShortSaysOfHowMany() {
        assertThat(TERMS.needed("posts_30d", 3, 10)).isEqualTo("3 of 10 posts in 30 days");
        assertThat(TERMS.needed("fans_60d", 5, 15))
                .isEqualTo("likes received from 5 of 15 different members in 60 days");
        assertThat(TERMS.needed("posts", 0, 1)).isEqualTo("0 of 1 post");
        assertThat(TERMS.needed("featured", 1, 2)).isEqualTo("featured: 1 of 2");
        assertThat(TERMS.needed("birds", 4, 5)).isEqualTo("sightings with 4 of 5 different species");
        assertThat(TERMS.needed("posts", 1200, 10_000)).isEqualTo("1,200 of 10,000 posts");
    }

    @Test
    void anAbsenceSaysWhatItWaitsFor() {
        assertThat(TERMS.awaited("silent")).isEqualTo("a comment or post");
        assertThat(TERMS.awaited("unheard-of")).isEqualTo("what the program waits for");
    }
}
