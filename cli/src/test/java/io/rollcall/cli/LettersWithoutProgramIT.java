package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** {@code rollcall dead-letters replay} of events whose community had no program: what still has none would be refused again. */
class LettersWithoutProgramIT extends DeadLettersOnABroker {
    private static byte[] of(String community, byte[] event) {
        return new String(event, UTF_8).replace("club", community).getBytes(UTF_8);
    }

    private static void refuse(Community club, String community, byte[] event) throws Exception {
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community '" + community + "' has no program", 0, event);
    }

    private String said() {
        return out.toString().replaceAll("\\s+", " ");
    }

    @Test
    void whatHasNoProgramStillIsLeftOutAndSentOnceItHasOne() throws Exception {
        Community club = new Community("still.").withProgram();
        refuse(club, "club", avro("e-1"));
        refuse(club, "chess", of("chess", json("e-2")));
        refuse(club, "chess", of("chess", json("e-3")));

        assertThat(club.run("replay", "--code", "unknown-community", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(said())
                .contains(
                        "1 event to send once more",
                        "Not sent: 2 dead letters: community 'chess' still has no program; publish one first (sent all"
                                + " the same if you give its name)",
                        "Sent: 1 event.");
        assertThat(club.events()).hasSize(4);

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(said()).contains("There is nothing to send.", "Not sent: 2 dead letters: community 'chess'");

        club.publish("chess");
        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(said())
                .contains("2 events to send once more", "Sent: 2 events.")
                .doesNotContain("Not sent");
        assertThat(club.events()).hasSize(6);
    }

    @Test
    void whoNamesALetterHasItSentAllTheSame() throws Exception {
        Community club = new Community("named.");
        refuse(club, "club", json("e-1"));
        refuse(club, "club", json("e-2"));

        assertThat(club.run("replay", "0/0", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(said()).contains("1 event to send once more", "Sent: 1 event.");
        assertThat(club.events()).hasSize(3);

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(said()).contains("There is nothing to send.", "Not sent: 1 dead letter: community 'club'");
    }

    @Test
    void whoseCommunityTheBeginningOfAnEventDoesNotTellIsSent() throws Exception {
        Community club = new Community("large.");
        refuse(club, "club", json("x".repeat(2 * CUT)));

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(said()).contains("Sent: 1 event.");
    }

    @Test
    void aProgramOnTrialAloneIsNone() throws Exception {
        Community club = new Community("trial.");
        String trial = "program: small\ncommunity: club\nmode: shadow\nmetrics: {posts: {count: post}}\n";
        producer.send(new ProducerRecord<>(club.topics.programs(), "club/small".getBytes(UTF_8), trial.getBytes(UTF_8)))
                .get();
        refuse(club, "club", json("e-1"));

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(said()).contains("There is nothing to send.", "community 'club' still has no program");
    }

    @Test
    void ofManyCommunitiesAFewAreNamed() throws Exception {
        Community club = new Community("many.");
        for (int i = 0; i < 8; i++) {
            byte[] event = of("club-" + i, json("e-" + i));
            club.letter(
                    DeadLetterCode.UNKNOWN_COMMUNITY,
                    "it has no program",
                    new DeadLetters.Letter(club.topics.events(), 0, (long) i, null, event));
        }
        club.letter(
                DeadLetterCode.UNKNOWN_COMMUNITY,
                "it has no program",
                new DeadLetters.Letter(club.topics.events(), 0, 8L, null, of("club-7", json("e-8"))));

        assertThat(club.run("replay", "--dry-run")).isEqualTo(Rollcall.DONE);
        assertThat(said())
                .contains(
                        "Not sent: 2 dead letters: community 'club-7' still has no program",
                        "Not sent: 1 dead letter: community 'club-3' still",
                        "Not sent: 3 dead letters: 3 more communities without a program")
                .doesNotContain("'club-4'");
    }
}
