package io.rollcall.decide;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a member's state, and its move to another version of the program. */
class StateBytesTest {
    private static final long DAY = 86_400_000;

    private final Program program;

    StateBytesTest() throws IOException {
        this.program = ProgramParser.parse("busy.yaml", Files.readString(Path.of("test/resources/busy.yaml")), 7);
    }

    private MemberState ann() {
        var engine = new Engine(program);
        MemberState state = engine.newMember("ann");
        for (Event event : RandomHistory.of(99, 120)) {
            if ("ann".equals(event.member()) || "ann".equals(event.recipient())) {
                state = engine.decide(state, event).state();
            }
        }
        return state;
    }

    private MemberState read(byte[] bytes) throws IOException {
        return StateCodec.read("ann", bytes, version -> {
            assertThat(version).isEqualTo(7);
            return program;
        });
    }

    private static byte[] golden(int format) throws IOException {
        return HexFormat.of()
                .parseHex(Files.readString(Path.of("test/resources/golden/member-state-format-" + format + ".hex"))
                        .strip());
    }

    @Test
    void theGoldenBytesOfFormat3AreReadAndWrittenAsTheyAre() throws IOException {
        byte[] golden = golden(3);

        assertThat(HexFormat.of().formatHex(StateCodec.bytes(ann())))
                .isEqualTo(HexFormat.of().formatHex(golden));
        MemberState state = read(golden);
        var engine = new Engine(program);
        assertThat(engine.snapshot(state, state.seen())).isEqualTo(engine.snapshot(ann(), state.seen()));
        assertThat(StateCodec.bytes(state)).isEqualTo(golden);
    }

    @Test
    void anEncoderThatIsUsedAgainWritesTheSameBytes() throws IOException {
        var encoder = new StateCodec.Encoder();
        byte[] first = encoder.bytes(ann());
        encoder.bytes(new Engine(program).newMember("nobody-yet"));

        assertThat(encoder.bytes(ann())).isEqualTo(golden(3));
        assertThat(first).as("what was given before").isEqualTo(golden(3));
        assertThat(encoder.bytes(new Engine(program).newMember("nobody-yet")))
                .isEqualTo(StateCodec.bytes(new Engine(program).newMember("nobody-yet")));
    }

    @Test
    void aDecoderThatIsUsedAgainReadsWhatOneThatIsNewWould() throws IOException {
        Map<String, byte[]> members = new HashMap<>();
        var decoder = new StateCodec.Decoder();
        var encoder = new StateCodec.Encoder();
        var engine = new Engine(program);
        var other = new Engine(program);
        for (int seed = 0; seed < 20; seed++) {
            members.clear();
            for (Event event : RandomHistory.of(seed, 300)) {
                String member = requireNonNull(event.recipient() == null ? event.member() : event.recipient());
                if (program.excludes(member)) {
                    continue;
                }
                byte[] before = members.computeIfAbsent(member, name -> StateCodec.bytes(engine.newMember(name)));
                MemberState again = decoder.read(member, before, version -> program);
                MemberState anew = StateCodec.read(member, before, version -> program);
                assertThat(encoder.bytes(again)).isEqualTo(before);

                Decision decision = engine.decide(again, event);
                assertThat(decision.outcomes())
                        .isEqualTo(other.decide(anew, event).outcomes());
                byte[] after = encoder.bytes(decision.state());
                assertThat(after).isEqualTo(StateCodec.bytes(anew));
                long seen = anew.seen();
                assertThat(engine.snapshot(decision.state(), seen)).isEqualTo(other.snapshot(anew, seen));
                members.put(member, after);
                decoder.reuse(decision.state());
            }
        }
    }

    @Test
    void aDecoderHasObjectsOfItsOwnForEachProgramAndFormat() throws IOException {
        Program other = ProgramParser.parse(
                "p",
                "program: p\ncommunity: c\nmetrics: {posts: {count: post}, fans: {distinct: post, of: member}}",
                1);
        byte[] known = StateCodec.bytes(new Engine(other)
                .decide(new Engine(other).newMember("ann"), event("e1", "post", 0))
                .state());
        var decoder = new StateCodec.Decoder();
        for (int i = 0; i < 3; i++) {
            for (int format = 1; format <= 3; format++) {
                MemberState state = decoder.read("ann", golden(format), version -> program);
                assertThat(state.program()).isSameAs(program);
                assertThat(StateCodec.bytes(state)).isEqualTo(StateCodec.bytes(read(golden(format))));
                MemberState ofOther = decoder.read("ann", known, version -> other);
                assertThat(ofOther.program()).isSameAs(other);
                assertThat(StateCodec.bytes(ofOther)).isEqualTo(known);
                decoder.reuse(state);
                decoder.reuse(ofOther);
                assertThat(decoder.read("bob", known, version -> other)).isSameAs(ofOther);
                assertThat(ofOther.member()).isEqualTo("bob");
            }
        }
        assertThat(StateCodec.bytes(read(golden(2)))).isEqualTo(golden(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theGoldenBytesOfEarlierFormatsAreReadAndGoOnAsTodays(int format) throws IOException {
        var engine = new Engine(program);
        MemberState state = read(golden(format));
        assertThat(engine.snapshot(state, state.seen())).isEqualTo(engine.snapshot(ann(), state.seen()));

        MemberState moved = read(StateCodec.bytes(state));
        MemberState kept = ann();
        for (Event event : RandomHistory.of(99, 400)) {
            // the same values and ids again: a set that forgot what it knew would count them twice
            var later = new Event(
                    event.id(),
                    "c",
                    event.type(),
                    event.member(),
                    event.recipient(),
                    event.at() + 30 * DAY,
                    1,
                    event.attributes());
            if ("ann".equals(event.member()) || "ann".equals(event.recipient())) {
                moved = read(StateCodec.bytes(engine.decide(moved, later).state()));
                kept = engine.decide(kept, later).state();
            }
        }
        assertThat(engine.snapshot(moved, moved.seen())).isEqualTo(engine.snapshot(kept, kept.seen()));
    }

    @Test
    void damagedBytesAreRefusedOrReadAsAnotherStateAndNeverAnythingElse() throws IOException {
        byte[] whole = StateCodec.bytes(ann());
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = whole.clone();
            // behind the format and the version of the program
            for (int flip = 0; flip <= i % 3; flip++) {
                int bit = 12 + random.nextInt((damaged.length - 2) * Byte.SIZE);
                damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            }
            try {
                read(damaged);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aFormatOfALaterVersionIsRefusedInWords() throws IOException {
        byte[] bytes = StateCodec.bytes(ann());
        bytes[0] = 99;

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer version of Rollcall");
    }

    @Test
    void aMemberMovesToANewVersionWithItsFactsByDefinitionAndWhatRulesRememberByName() {
        Program before = ProgramParser.parse("p", """
                program: p
                community: c
                metrics: {posts: {count: post}, likes: {count: like, as: recipient}}
                ladders: {l: [{tier: a}, {tier: b, enter: "posts >= 1"}]}
                badges: {first: {when: "posts >= 1"}, writer: {metric: posts, levels: {one: 1, five: 5}}}
                alerts: {silent: {since: join, after: 7d, unless: post}}
                """, 1);
        Program after = ProgramParser.parse("p", """
                program: p
                community: c
                metrics: {hearts: {count: like, as: recipient}, messages: {count: post}, visits: {count: visit}}
                ladders: {l: [{tier: a}, {tier: middle, enter: "messages >= 1"}, {tier: b, enter: "messages >= 3"}]}
                badges: {writer: {metric: messages, levels: {two: 2, one: 1}}, first: {when: "messages >= 1"}}
                alerts: {silent: {since: join, after: 7d, unless: post}, unseen: {since: join, after: 1d, unless: visit}}
                """, 2);
        var old = new Engine(before);
        MemberState state = old.newMember("ann");
        state = old.decide(state, event("e1", "post", 0)).state();
        state = old.decide(state, event("e2", "post", DAY)).state();

        Decision decision = new Engine(after).decide(state, event("e3", "wave", 2 * DAY));

        assertThat(decision.outcomes())
                .extracting(o -> o.getClass().getSimpleName())
                .containsExactly("TierChanged", "BadgeAwarded");
        var snapshot = new Engine(after).snapshot(decision.state(), 2 * DAY);
        assertThat(snapshot.metrics())
                .containsEntry("messages", 2.0)
                .containsEntry("hearts", 0.0)
                .containsEntry("visits", 0.0);
        assertThat(snapshot.tiers()).containsEntry("l", "middle");
        assertThat(snapshot.badges())
                .containsEntry("writer", new Snapshot.Held("two", 1))
                .containsEntry("first", new Snapshot.Held(null, 1));
        // a rule that is new worries about what happens from now on, not about who joined long ago
        assertThat(new Engine(after).decide(decision.state(), 30 * DAY).outcomes())
                .isEmpty();
    }

    @Test
    void aGraceEndsWhateverANewVersionMakesOfItsTier() {
        String rules = "program: p\ncommunity: c\nmetrics: {posts_1d: {count: post, over: 1d}}\nladders: {l: [";
        Program before =
                ProgramParser.parse("p", rules + "{tier: a}, {tier: b, enter: \"posts_1d >= 1\", grace: 14d}]}\n", 1);
        Program held = ProgramParser.parse(
                "p", rules + "{tier: a}, {tier: b, enter: \"posts_1d >= 1\", grace: 14d, hold: 60d}]}\n", 2);
        Program lowest = ProgramParser.parse("p", rules + "{tier: b}]}\n", 3);
        for (Program after : java.util.List.of(held, lowest)) {
            var old = new Engine(before);
            MemberState state =
                    old.decide(old.newMember("ann"), event("e1", "post", 0)).state();
            Decision inGrace = old.decide(state, 2 * DAY);
            assertThat(inGrace.outcomes())
                    .extracting(o -> o.getClass().getSimpleName())
                    .containsExactly("AlertRaised");

            Decision decision = new Engine(after).decide(inGrace.state(), 30 * DAY);

            assertThat(decision.outcomes())
                    .as(after.text())
                    .extracting(o -> o.getClass().getSimpleName())
                    .contains("AlertResolved");
            assertThat(new Engine(after).snapshot(decision.state(), 30 * DAY).openAlerts())
                    .isEmpty();
        }
    }

    @Test
    void anAmountInAWrongUnitIsRefusedAndDoesNotFillTheMemory() {
        Program spender = ProgramParser.parse("p", """
                program: p
                community: c
                metrics: {spent: {sum: buy}}
                points: {earn: {buy: {on: buy, per_value: 1}}}
                badges: {spender: {metric: spent, every: 10}}
                """, 1);
        var engine = new Engine(spender);
        var buy = new Event("e1", "c", "buy", "ann", null, 0, 1e12, java.util.Map.of());

        assertThatThrownBy(() -> engine.decide(engine.newMember("ann"), buy))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spender", "wrong unit");
    }

    private static Event event(String id, String type, long at) {
        return new Event(id, "c", type, "ann", null, at, 0, java.util.Map.of());
    }

    /** Prints the golden bytes of the present format; for the day on which a new one is made. */
    public static void main(String[] args) throws IOException {
        System.out.println(HexFormat.of().formatHex(StateCodec.bytes(new StateBytesTest().ann())));
    }
}
