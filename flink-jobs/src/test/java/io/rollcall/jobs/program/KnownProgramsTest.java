package io.rollcall.jobs.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rollcall.wire.ProgramKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownProgramsTest {
    private final KnownPrograms programs = new KnownPrograms();

    @Test
    void theHighestVersionCountsInWhateverOrderTheyArrive() throws RefusedProgramException {
        for (int seed = 0; seed < 20; seed++) {
            List<ProgramMessage> messages = new ArrayList<>();
            for (long version : new long[] {3, 7, 12}) {
                messages.add(message("club", version, yaml("club", "p" + version)));
            }
            messages.add(message("club", 15, "program: ["));
            Collections.shuffle(messages, new Random(seed));
            KnownPrograms known = new KnownPrograms();
            for (ProgramMessage message : messages) {
                if (message.offset() == 15) {
                    assertThatExceptionOfType(RefusedProgramException.class).isThrownBy(() -> known.learn(message));
                } else if (message.offset() % 2 == 0) {
                    known.learn(message);
                } else {
                    known.learnEarly(message);
                }
            }
            assertThat(version(known, "club")).isEqualTo(12);
            assertThat(known.version("club", 3).name()).isEqualTo("p3");
            assertThat(known.version("club", 7).name()).isEqualTo("p7");
        }
    }

    @Test
    void eachCommunityHasItsOwn() throws RefusedProgramException {
        programs.learn(message("club", 1, yaml("club", "one")));
        programs.learn(message("choir", 2, yaml("choir", "two")));
        assertThat(version(programs, "club")).isEqualTo(1);
        assertThat(version(programs, "choir")).isEqualTo(2);
        assertThat(programs.current("chess")).isNull();
        assertThat(programs.communities()).containsExactlyInAnyOrder("club", "choir");
    }

    @Test
    void aProgramWithErrorsKeepsTheOldOneAndNamesThemAll() throws RefusedProgramException {
        programs.learn(message("club", 1, yaml("club", "one")));
        String wrong = yaml("club", "two").replace("count: post", "cuont: post").replace("posts >= 1", "pots >= 1");
        assertThatExceptionOfType(RefusedProgramException.class)
                .isThrownBy(() -> programs.learn(message("club", 2, wrong)))
                .withMessageContaining("club@2")
                .withMessageContaining("cuont")
                .withMessageContaining("pots");
        assertThat(version(programs, "club")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"shadow", "live", "name", "community", "key", "slashes", "value", "empty", "utf8"})
    void whatElseIsRefused(String what) throws RefusedProgramException {
        programs.learn(message("club", 1, yaml("club", "one")));
        String good = yaml("club", "two");
        ProgramMessage refused =
                switch (what) {
                    case "shadow" -> message("club", 2, good + "mode: shadow\n");
                    case "live" -> message("club/two", 2, good);
                    case "name" -> message("club/three", 2, good + "mode: shadow\n");
                    case "community" -> message("club", 2, yaml("choir", "two"));
                    case "slashes" -> message("club/two/three", 2, good);
                    case "empty" -> message("club/two", 2, "");
                    case "key" -> new ProgramMessage(0, 2, null, good.getBytes(UTF_8));
                    case "value" -> message("club", 2, null);
                    default -> new ProgramMessage(0, 2, "club".getBytes(UTF_8), new byte[] {(byte) 0xFF});
                };
        assertThatExceptionOfType(RefusedProgramException.class)
                .isThrownBy(() -> programs.learn(refused))
                .withMessageContaining(
                        switch (what) {
                            case "shadow" -> "its key is 'club/two'";
                            case "live" -> "its key is 'club'";
                            case "name" -> "its key is 'club/two'";
                            case "slashes" -> "COMMUNITY/PROGRAM";
                            case "empty" -> "empty";
                            case "community" -> "choir";
                            case "key" -> "no key";
                            case "value" -> "another version";
                            default -> "UTF-8";
                        });
        assertThat(programs.learnEarly(refused)).isFalse();
        assertThat(version(programs, "club")).isEqualTo(1);
        assertThat(programs.kept(true)).hasSize(1);
    }

    @Test
    void programsOnTrialStandBesideTheLiveOneUntilTheyEnd() throws RefusedProgramException {
        programs.learn(message("club", 1, yaml("club", "one")));
        assertThat(programs.shadows("club")).isEmpty();
        programs.learn(message("club/two", 2, yaml("club", "two") + "mode: shadow\n"));
        programs.learn(message("club/ten", 3, yaml("club", "ten") + "mode: shadow\n"));
        programs.learn(message("club/two", 4, yaml("club", "two") + "mode: shadow\n# later\n"));

        assertThat(programs.shadows("club"))
                .extracting(KnownPrograms.Shadow::name)
                .containsExactly("ten", "two");
        assertThat(programs.shadows("club").get(1).current().program().version())
                .isEqualTo(4);
        assertThat(programs.shadows("choir")).isEmpty();
        assertThat(version(programs, "club")).isEqualTo(1);
        assertThat(programs.communities()).containsExactly("club");
        assertThat(programs.current("club/two"))
                .as("the key of a program on trial is no community")
                .isNull();

        assertThat(programs.learn(message("club/two", 5, null))).isEqualTo(ProgramKey.shadow("club", "two"));
        assertThat(programs.shadows("club"))
                .extracting(KnownPrograms.Shadow::name)
                .containsExactly("ten");
    }

    @Test
    void aTrialsEndCountsInWhateverOrderAndAcrossARestart() throws RefusedProgramException {
        for (int seed = 0; seed < 20; seed++) {
            List<ProgramMessage> messages = new ArrayList<>(List.of(
                    message("club/two", 2, yaml("club", "two") + "mode: shadow\n"),
                    message("club/two", 3, null),
                    message("club/two", 5, yaml("club", "two") + "mode: shadow\n"),
                    message("club/six", 4, yaml("club", "six") + "mode: shadow\n"),
                    message("club/six", 6, null)));
            Collections.shuffle(messages, new Random(seed));
            KnownPrograms known = new KnownPrograms();
            for (ProgramMessage message : messages) {
                known.learn(message);
            }
            KnownPrograms restored = new KnownPrograms();
            known.kept(true).forEach(restored::restore);
            for (KnownPrograms each : List.of(known, restored)) {
                assertThat(each.shadows()).singleElement().satisfies(shadow -> {
                    assertThat(shadow.key()).isEqualTo("club/two");
                    assertThat(shadow.ended()).isEqualTo(3);
                    assertThat(shadow.current().program().version()).isEqualTo(5);
                });
            }
        }
    }

    @Test
    void oneSubtaskKeepsEverythingAndEachWhatItAloneMayKnow() throws RefusedProgramException {
        ProgramMessage first = message("club", 1, yaml("club", "one"));
        ProgramMessage second = message("club", 2, yaml("club", "two"));
        programs.learn(first);
        programs.learnEarly(second);
        assertThat(programs.kept(true)).hasSize(2);
        assertThat(programs.kept(false)).singleElement().satisfies(program -> assertThat(program.version())
                .isEqualTo(2));
        programs.learn(second);
        assertThat(programs.kept(false)).isEmpty();
        assertThat(programs.kept(true)).hasSize(2);
    }

    @Test
    void whatWasKeptIsTakenBackAndLearningItAgainChangesNothing() throws RefusedProgramException {
        programs.learn(message("club", 1, yaml("club", "one")));
        programs.learn(message("club", 2, yaml("club", "two")));
        KnownPrograms restored = new KnownPrograms();
        programs.kept(true).forEach(restored::restore);
        assertThat(version(restored, "club")).isEqualTo(2);
        assertThat(restored.version("club", 1).name()).isEqualTo("one");
        restored.learnEarly(message("club", 2, yaml("club", "two")));
        assertThat(restored.kept(false)).isEmpty();
    }

    @Test
    void aTopicThatWasMadeAnewCannotGiveAKnownVersionAnotherText() throws RefusedProgramException {
        programs.learn(message("club", 0, yaml("club", "one")));
        programs.learn(message("club", 0, yaml("club", "one")));
        assertThatExceptionOfType(RefusedProgramException.class)
                .isThrownBy(() -> programs.learn(message("club", 0, yaml("club", "another"))))
                .withMessageContaining("version 0 of 'club' is known with another text")
                .withMessageContaining("made anew");
        assertThat(requireNonNull(programs.current("club")).program().name()).isEqualTo("one");
    }

    @Test
    void aVersionThatNobodyKnowsIsAFault() {
        assertThatIllegalStateException()
                .isThrownBy(() -> programs.version("club", 9))
                .withMessageContaining("9");
    }

    @Test
    void anEngineIsKeptUntilItIsRenewed() throws RefusedProgramException {
        programs.learn(message("club", 1, yaml("club", "one")));
        var engine = requireNonNull(programs.current("club")).engine();
        assertThat(requireNonNull(programs.current("club")).engine()).isSameAs(engine);
        programs.renewEngine("club");
        assertThat(requireNonNull(programs.current("club")).engine()).isNotSameAs(engine);
    }

    private static long version(KnownPrograms programs, String community) {
        return requireNonNull(programs.current(community)).program().version();
    }

    private static ProgramMessage message(String community, long offset, @Nullable String text) {
        return new ProgramMessage(0, offset, community.getBytes(UTF_8), text == null ? null : text.getBytes(UTF_8));
    }

    private static String yaml(String community, String name) {
        return """
                program: %s
                community: %s
                metrics: {posts: {count: post}}
                badges: {first-words: {title: First words, when: "posts >= 1"}}
                """.formatted(name, community);
    }
}
