package io.rollcall.jobs.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.jobs.search.ProgramOutline.BadgeOutline;
import io.rollcall.jobs.search.ProgramOutline.LadderOutline;
import io.rollcall.program.ProgramException;
import io.rollcall.search.DocumentId;
import io.rollcall.search.IndexNames;
import io.rollcall.wire.AlertKind;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics TOPICS = Topics.DEFAULT;

    private final Documents documents =
            new Documents(TOPICS, IndexNames.DEFAULT, (community, text, version) -> outline(text));

    @Test
    void everyTopicOfTheJobIsUnderstood() {
        assertThat(Documents.topics(TOPICS))
                .containsAll(TOPICS.outcomes())
                .contains(TOPICS.members(), TOPICS.programs())
                .doesNotContain(TOPICS.deadLetters(), TOPICS.events());
    }

    @Test
    void aTierChange() throws Exception {
        expect(TOPICS.tierChanges(), WireRecords.tierChange(), """
                {"id":"o-1","kind":"tier-changed","community":"club","member":"anna","at":"2026-01-31T23:59:59.999Z",
                 "cause":{"event":"e-7"},"evidence":{"posts":3.0},"program":"club-program","programVersion":4,
                 "shadow":false,"historical":false,
                 "ladder":"activity","from":"visitor","to":"member","direction":"up","perks":["early-access"]}
                """);
    }

    @Test
    void aBadge() throws Exception {
        expect(TOPICS.badges(), WireRecords.badge(), """
                {"id":"o-1","kind":"badge-awarded","community":"club","member":"anna","at":"2026-01-31T23:59:59.999Z",
                 "cause":{"event":"e-7"},"evidence":{"posts":3.0},"program":"club-program","programVersion":4,
                 "shadow":false,"historical":false,"badge":"talker","title":"Talker","level":"gold","times":1}
                """);
    }

    @Test
    void theInstantChoosesTheMonthAndTheIdTheDocument() throws Exception {
        DocumentWrite write = only(TOPICS.badges(), WireRecords.badge());
        assertThat(write.key()).isEqualTo(new DocumentKey("rollcall-outcomes-2026-01", "o-1"));
        assertThat(write.version()).isEqualTo(DocumentWrite.UNVERSIONED);
    }

    @Test
    void whatIsNoFiniteNumberIsLeftOut() throws Exception {
        var badge = WireRecords.badge();
        badge.getHeader().setEvidence(Map.of("ratio", Double.NaN, "sum", Double.POSITIVE_INFINITY));
        assertThat(JSON.readTree(only(TOPICS.badges(), badge).json()).get("evidence"))
                .isEmpty();
    }

    @Test
    void everyKindOfOutcomeHasItsNameAndItsFields() throws Exception {
        assertThat(WireRecords.outcomes().keySet())
                .containsExactlyInAnyOrder(
                        "tier-changed",
                        "badge-awarded",
                        "points-posted",
                        "redemption-refused",
                        "quest-completed",
                        "quest-expired",
                        "stage-changed",
                        "segment-entered",
                        "segment-left",
                        "rfm-changed",
                        "alert-raised",
                        "alert-resolved");
        for (var kind : WireRecords.outcomes().entrySet()) {
            var json = JSON.readTree(documents
                    .of(record(kind.getValue().topic(), 0, kind.getValue().record()))
                    .get(0)
                    .json());
            assertThat(json.get("kind").asText()).isEqualTo(kind.getKey());
            assertThat(json.fieldNames())
                    .toIterable()
                    .as(kind.getKey())
                    .containsAll(kind.getValue().fields());
        }
    }

    @Test
    void anAlertIsAnOutcomeAndAStateOfItsOwn() throws Exception {
        List<DocumentWrite> raised = documents.of(record(TOPICS.alerts(), 0, WireRecords.alert(AlertKind.RAISED)));
        assertThat(raised).hasSize(2);
        assertThat(raised.get(0).key()).isEqualTo(new DocumentKey("rollcall-outcomes-2026-01", "o-1"));
        assertThat(raised.get(1).key()).isEqualTo(new DocumentKey("rollcall-alerts", "a-1"));
        assertThat(raised.get(1).version()).isEqualTo(1);
        assertThat(JSON.readTree(raised.get(1).json())).isEqualTo(JSON.readTree("""
                                {"alertId":"a-1","community":"club","member":"anna","alert":"silent-newcomer","severity":"warning",
                                 "anchor":"2026-01-24T00:00:00.000Z","deadline":"2026-01-31T00:00:00.000Z","playbook":"Say hello",
                                 "state":"open","raisedAt":"2026-01-31T00:00:00.000Z","shadow":false,"historical":false}
                                """));
    }

    @Test
    void theResolutionCarriesTheWholeAlert() throws Exception {
        DocumentWrite resolved = documents
                .of(record(TOPICS.alerts(), 0, WireRecords.alert(AlertKind.RESOLVED)))
                .get(1);
        assertThat(resolved.version()).isEqualTo(2);
        var json = JSON.readTree(resolved.json());
        assertThat(json.get("state").asText()).isEqualTo("resolved");
        assertThat(json.get("reason").asText()).isEqualTo("acted");
        assertThat(json.get("raisedAt").asText()).isEqualTo("2026-01-31T00:00:00.000Z");
        assertThat(json.get("resolvedAt").asText()).isEqualTo("2026-01-31T23:59:59.999Z");
        assertThat(json.get("playbook").asText()).isEqualTo("Say hello");
    }

    @Test
    void aMember() throws Exception {
        DocumentWrite write = only(TOPICS.members(), WireRecords.member());
        assertThat(write.key()).isEqualTo(new DocumentKey("rollcall-members", "club/anna"));
        assertThat(write.version())
                .isEqualTo(Instant.parse("2026-01-31T23:59:59.999Z").toEpochMilli());
        assertThat(JSON.readTree(write.json())).isEqualTo(JSON.readTree("""
                                {"community":"club","member":"anna","at":"2026-01-31T23:59:59.999Z","program":"club-program","programVersion":4,
                                 "joinedAt":"2026-01-01T00:00:00.000Z","lastActiveAt":"2026-01-30T00:00:00.000Z",
                                 "metrics":{"posts":3.0},"points":5,"pointsEarned":7,"tiers":{"activity":"member"},
                                 "badges":[{"badge":"talker","level":"gold","times":1}],"quests":[{"quest":"settle-in","state":"running"}],
                                 "stage":"growing","segments":["active"],"rfm":"HHL",
                                 "openAlerts":[{"alert":"tier-at-risk","ladder":"activity","severity":"warning","anchor":"2026-01-30T00:00:00.000Z"}],
                                 "next":[{"ladder":"activity","tier":"regular","metric":"posts","have":3.0,"need":20.0}],"historical":false}
                                """));
    }

    @Test
    void aMemberBeforeTheEpochHasAVersionAllTheSame() throws Exception {
        var member = WireRecords.member();
        member.setAt(Instant.ofEpochMilli(-5));
        assertThat(only(TOPICS.members(), member).version()).isZero();
    }

    @Test
    void aMemberWhomTheTopicForgetsIsForgotten() throws Exception {
        String member = "x".repeat(600);
        DocumentWrite write = documents
                .of(new SourceRecord(TOPICS.members(), 0, 9, 0, ("club/" + member).getBytes(UTF_8), null))
                .get(0);
        assertThat(write.json()).isNull();
        assertThat(write.key().id())
                .isEqualTo(DocumentId.ofMember("club", member))
                .hasSize(64);
    }

    @Test
    void aProgram() throws Exception {
        DocumentWrite write = documents.of(program(7, "right")).get(0);
        assertThat(write.key()).isEqualTo(new DocumentKey("rollcall-programs", "club"));
        assertThat(write.version()).isEqualTo(8);
        assertThat(JSON.readTree(write.json())).isEqualTo(JSON.readTree("""
                                {"community":"club","program":"club-program","version":7,"mode":"live","timezone":"Asia/Shanghai","publishedAt":"1970-01-01T00:00:00.042Z",
                                 "ladders":[{"ladder":"activity","tiers":["visitor","member"]}],
                                 "badges":[{"badge":"talker","title":"Talker"}],"text":"right"}
                                """));
    }

    @Test
    void aProgramThatIsRefusedLeavesTheEarlierOne() throws Exception {
        assertThat(documents.of(program(8, "wrong"))).isEmpty();
    }

    @Test
    void whatIsNoRecordOfItsTopicSaysSo() {
        assertThatThrownBy(
                        () -> documents.of(new SourceRecord(TOPICS.badges(), 0, 1, 0, null, "hello".getBytes(UTF_8))))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("Avro");
        assertThatThrownBy(() -> documents.of(record(TOPICS.badges(), 0, WireRecords.tierChange())))
                .isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> documents.of(new SourceRecord(TOPICS.badges(), 0, 1, 0, null, null)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("no value");
        assertThatThrownBy(() -> documents.of(
                        new SourceRecord(TOPICS.programs(), 0, 1, 0, "club".getBytes(UTF_8), new byte[] {(byte) 0xff})))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aRecordThatIsCutOffAnywhereIsUnreadable() throws Exception {
        byte[] whole = WireFormat.of(MemberSnapshot.class).encode(WireRecords.member());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> documents.of(new SourceRecord(TOPICS.members(), 0, 1, 0, null, cut)))
                    .isInstanceOf(UnreadableException.class);
        }
    }

    @Test
    void aProgramOnTrialIsNoProgramOfTheCommunityNeitherWhenItComesNorWhenItEnds() throws Exception {
        byte[] key = "club/sooner".getBytes(UTF_8);
        assertThat(documents.of(new SourceRecord(TOPICS.programs(), 0, 9, 42, key, "right".getBytes(UTF_8))))
                .isEmpty();
        assertThat(documents.of(new SourceRecord(TOPICS.programs(), 0, 10, 42, key, null)))
                .isEmpty();
        assertThat(documents.of(program(11, "shadow"))).isEmpty();
    }

    private void expect(String topic, SpecificRecordBase record, String json) throws Exception {
        assertThat(JSON.readTree(only(topic, record).json())).isEqualTo(JSON.readTree(json));
    }

    private DocumentWrite only(String topic, SpecificRecordBase record) throws Exception {
        List<DocumentWrite> writes = documents.of(record(topic, 0, record));
        assertThat(writes).hasSize(1);
        return writes.get(0);
    }

    static SourceRecord record(String topic, long offset, SpecificRecordBase record) throws Exception {
        return new SourceRecord(topic, 0, offset, 42, null, WireRecords.encode(record));
    }

    private static SourceRecord program(long offset, String text) {
        return new SourceRecord(TOPICS.programs(), 0, offset, 42, "club".getBytes(UTF_8), text.getBytes(UTF_8));
    }

    private static ProgramOutline outline(String text) {
        if (text.equals("wrong")) {
            throw new ProgramException(List.of(new ProgramException.Problem("club", 1, 1, "wrong-value", "not right")));
        }
        return new ProgramOutline(
                "club-program",
                text.equals("shadow") ? "shadow" : "live",
                "Asia/Shanghai",
                List.of(new LadderOutline("activity", List.of("visitor", "member"))),
                List.of(new BadgeOutline("talker", "Talker")));
    }
}
