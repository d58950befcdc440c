package io.rollcall.jobs.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.search.FakeElasticsearch.Answer;
import io.rollcall.jobs.search.FakeElasticsearch.Stored;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BulkWriterTest {
    private static final BulkSettings QUICK = new BulkSettings(
            100, 1 << 20, Duration.ofMillis(20), 2, 1_000, Duration.ofMillis(5), Duration.ofMillis(20));

    private final Map<Long, String> rejected = new HashMap<>();
    private final TestTask task = new TestTask();
    private FakeElasticsearch elasticsearch;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        elasticsearch = FakeElasticsearch.started();
        open.add(elasticsearch);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        task.close();
    }

    @Test
    void whenFlushReturnsEveryDocumentIsStored() throws Exception {
        BulkWriter writer = writer(QUICK);
        for (int i = 0; i < 1_234; i++) {
            writer.write(outcome("o" + i, "{\"n\":" + i + "}"));
        }
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(1_234);
        assertThat(json("o7")).isEqualTo("{\"n\":7}");
        assertThat(elasticsearch.requests).allMatch(size -> size <= 100);
        assertThat(task.metrics.count("documentsWritten")).isEqualTo(1_234);
        assertThat(task.metrics.gauge("documentsHeld")).isZero();
        assertThat(task.metrics.gauge("bytesHeld")).isZero();
    }

    @Test
    void aDocumentThatIsAloneGoesWithoutAFlush() throws Exception {
        BulkWriter writer = writer(QUICK);
        writer.write(outcome("lonely", "{}"));

        task.runUntil(() -> elasticsearch.documents.size() == 1);
        assertThat(elasticsearch.requests).containsExactly(1);
    }

    @Test
    void theSizeOfARequestIsBounded() throws Exception {
        BulkWriter writer = writer(new BulkSettings(
                100, 4_000, Duration.ofSeconds(20), 1, 1_000, Duration.ofMillis(5), Duration.ofMillis(9)));
        for (int i = 0; i < 10; i++) {
            writer.write(outcome("o" + i, "{\"s\":\"" + "x".repeat(1_000) + "\"}"));
        }
        writer.flush();

        // 1000 bytes and some each: three go into 4000
        assertThat(elasticsearch.requests).allMatch(size -> size <= 3);
        assertThat(elasticsearch.documents).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 403, 404, 408, 429, 500, 502, 503, 504})
    void aRequestThatFailsAsAWholeIsSentAgain(int status) throws Exception {
        for (int i = 0; i < 3; i++) {
            elasticsearch.misbehaviours.add(new Answer(status, "{\"error\":\"no\"}"));
        }
        BulkWriter writer = writer(QUICK);
        writer.write(outcome("o1", "{}"));
        writer.write(outcome("o2", "{}"));
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(2);
        assertThat(rejected).isEmpty();
        assertThat(task.metrics.count("documentsRetried")).isGreaterThanOrEqualTo(3);
        assertThat(task.metrics.gauge("outageSince")).isZero();
    }

    @Test
    void anAnswerOfSomebodyElseIsNoAcknowledgement() throws Exception {
        elasticsearch.misbehaviours.add(new Answer(200, "<html>welcome to the proxy</html>"));
        elasticsearch.misbehaviours.add(new Answer(200, "{\"items\":[]}"));
        elasticsearch.misbehaviours.add(new Answer(400, "<html>bad request</html>"));
        BulkWriter writer = writer(QUICK);
        writer.write(outcome("o1", "{}"));
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(1);
        assertThat(elasticsearch.requests).hasSize(4);
        assertThat(rejected).isEmpty();
    }

    @Test
    void whileNobodyListensItWaits() throws Exception {
        int port = elasticsearch.port();
        elasticsearch.close();
        BulkWriter writer = writer(QUICK, ElasticsearchConnection.to("http://127.0.0.1:" + port));
        writer.write(outcome("o1", "{}"));
        task.runUntil(() -> task.metrics.gauge("outageSince") > 0);
        long since = task.metrics.gauge("outageSince");
        assertThat(System.currentTimeMillis() - since).isBetween(0L, 20_000L);

        elasticsearch = new FakeElasticsearch(port);
        open.add(elasticsearch);
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(1);
        assertThat(task.metrics.gauge("outageSince")).isZero();
    }

    @Test
    void withoutTemplatesNothingIsWritten() throws Exception {
        elasticsearch.templatesInstalled.set(false);
        BulkWriter writer = writer(QUICK);
        writer.write(outcome("o1", "{}"));
        task.runUntil(() -> elasticsearch.checks.get() >= 3);
        assertThat(elasticsearch.requests).isEmpty();

        elasticsearch.templatesInstalled.set(true);
        writer.flush();
        assertThat(elasticsearch.documents).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 403})
    void onlyTheDocumentsThatWereNotTakenAreSentAgain(int status) throws Exception {
        Set<String> refusedOnce = ConcurrentHashMap.newKeySet();
        elasticsearch.refusals = action ->
                Integer.parseInt(action.id().substring(1)) % 10 == 0 && refusedOnce.add(action.id())
                        ? FakeElasticsearch.error(status, "es_rejected_execution_exception", "queue is full")
                        : null;
        BulkWriter writer = writer(QUICK);
        for (int i = 0; i < 100; i++) {
            writer.write(outcome("o" + i, "{}"));
        }
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(100);
        assertThat(elasticsearch.requests).containsExactly(100, 10);
        assertThat(rejected).isEmpty();
    }

    @Test
    void aClusterWithoutRoomForAnotherIndexIsNoDocumentsFault() throws Exception {
        Set<String> refusedOnce = ConcurrentHashMap.newKeySet();
        elasticsearch.refusals = action -> refusedOnce.add(action.id())
                ? FakeElasticsearch.error(
                        400,
                        "validation_exception",
                        "Validation Failed: 1: this action would add [2] shards, but this cluster currently has"
                                + " [2]/[1] maximum normal shards open;")
                : null;
        BulkWriter writer = writer(QUICK);
        writer.write(outcome("o1", "{}"));
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(1);
        assertThat(rejected).isEmpty();
    }

    @Test
    void aDocumentThatIsRefusedIsRejectedAndTheOthersAreWritten() throws Exception {
        elasticsearch.refusals = action -> action.id().equals("o3")
                ? FakeElasticsearch.error(400, "strict_dynamic_mapping_exception", "[b] is not allowed")
                : null;
        BulkWriter writer = writer(QUICK);
        for (int i = 0; i < 10; i++) {
            writer.write(outcome("o" + i, "{}"));
        }
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(9);
        assertThat(elasticsearch.requests).containsExactly(10);
        assertThat(rejected).hasSize(1);
        assertThat(rejected.values().iterator().next())
                .contains(
                        "o3", "rollcall-outcomes-2026-01", "400 strict_dynamic_mapping_exception: [b] is not allowed");
        assertThat(task.metrics.count("documentsRejected")).isEqualTo(1);
    }

    @Test
    void oneDocumentThatHasWholeRequestsRefusedIsFoundAndRejected() throws Exception {
        elasticsearch.wholeRefusals = actions ->
                actions.stream().anyMatch(action -> action.id().equals("o42"))
                        ? FakeElasticsearch.errorAnswer(400, "action_request_validation_exception", "id is too long")
                        : null;
        BulkWriter writer = writer(QUICK);
        for (int i = 0; i < 100; i++) {
            writer.write(outcome("o" + i, "{}"));
        }
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(99);
        assertThat(rejected).hasSize(1);
        assertThat(rejected.values().iterator().next()).contains("o42", "id is too long");
        // 100 documents: a request and its halves, seven times over
        assertThat(elasticsearch.requests).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void aRefusalIsAnAnswerSoItEndsAnOutage() throws Exception {
        elasticsearch.misbehaviours.add(new Answer(503, "{\"error\":\"no\"}"));
        elasticsearch.wholeRefusals =
                actions -> FakeElasticsearch.errorAnswer(400, "action_request_validation_exception", "id is too long");
        BulkWriter writer = writer(QUICK);
        writer.write(outcome("o1", "{}"));
        task.runUntil(() -> task.metrics.gauge("outageSince") > 0);
        writer.flush();

        assertThat(rejected).hasSize(1);
        assertThat(task.metrics.gauge("outageSince")).isZero();
    }

    @Test
    void aRequestThatIsTooLargeIsSentInParts() throws Exception {
        elasticsearch.wholeRefusals = actions -> actions.size() > 30 ? new Answer(413, "") : null;
        BulkWriter writer = writer(QUICK);
        for (int i = 0; i < 100; i++) {
            writer.write(outcome("o" + i, "{}"));
        }
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(100);
        assertThat(rejected).isEmpty();
    }

    @Test
    void aDocumentOnWhichElasticsearchAlwaysFailsDoesNotHoldUpTheOthersForever() throws Exception {
        elasticsearch.refusals = action ->
                action.id().equals("o1") ? FakeElasticsearch.error(500, "null_pointer_exception", "oh") : null;
        BulkWriter writer = writer(QUICK);
        writer.write(outcome("o1", "{}"));
        writer.write(outcome("o2", "{}"));
        writer.flush();

        assertThat(elasticsearch.documents).hasSize(1);
        assertThat(rejected).hasSize(1);
        assertThat(elasticsearch.requests).hasSize(BulkWriter.MAX_FAILURES_OF_ONE);
    }

    @Test
    void aNewerVersionThatIsThereAlreadyIsSuccess() throws Exception {
        elasticsearch.documents.put(key("rollcall-members", "c/anna"), new Stored(10, "{\"newer\":true}"));
        BulkWriter writer = writer(QUICK);
        writer.write(member("anna", 9, "{\"older\":true}"));
        writer.flush();

        assertThat(elasticsearch.stored(key("rollcall-members", "c/anna")).json())
                .isEqualTo("{\"newer\":true}");
        assertThat(task.metrics.count("documentsConflicting")).isEqualTo(1);
        assertThat(rejected).isEmpty();
    }

    @Test
    void whatIsHeldIsBoundedWhileNothingGoes() throws Exception {
        for (int i = 0; i < 20; i++) {
            elasticsearch.misbehaviours.add(new Answer(503, ""));
        }
        BulkWriter writer = writer(
                new BulkSettings(10, 1 << 20, Duration.ofMillis(1), 2, 25, Duration.ofMillis(1), Duration.ofMillis(5)));
        for (int i = 0; i < 500; i++) {
            writer.write(outcome("o" + i, "{}"));
            assertThat(task.metrics.gauge("documentsHeld")).isLessThanOrEqualTo(25);
        }
        writer.flush();
        assertThat(elasticsearch.documents).hasSize(500);
    }

    @Test
    void bytesHeldAreBoundedToo() throws Exception {
        BulkSettings settings = new BulkSettings(
                1_000, 10_000, Duration.ofMillis(1), 1, 100_000, Duration.ofMillis(1), Duration.ofMillis(5));
        BulkWriter writer = writer(settings);
        for (int i = 0; i < 200; i++) {
            writer.write(outcome("o" + i, "{\"s\":\"" + "x".repeat(2_000) + "\"}"));
            assertThat(task.metrics.gauge("bytesHeld")).isLessThanOrEqualTo(settings.maxHeldBytes() + 3_000);
        }
        writer.flush();
        assertThat(elasticsearch.documents).hasSize(200);
    }

    /** The first write fails, late, and is tried again when the second one could long have gone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aWriteThatFailedDoesNotOvertakeALaterOneOfItsDocument(long laterVersion) throws Exception {
        CountDownLatch another = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        BulkWriter writer = writer(new BulkSettings(
                1, 1 << 20, Duration.ofMillis(1), 4, 1_000, Duration.ofMillis(1), Duration.ofMillis(5)));
        writer.write(outcome("templates are there", "{}"));
        writer.flush();
        elasticsearch.wholeRefusals = actions -> {
            if (!first.getAndSet(false)) {
                another.countDown();
                return null;
            }
            // a second request of the same document, if there is one, gets its time to overtake
            await(another, Duration.ofMillis(500));
            return new Answer(503, "");
        };

        writer.write(alert("a1", 1, "{\"state\":\"open\"}"));
        writer.write(alert("a1", laterVersion, "{\"state\":\"resolved\"}"));
        writer.flush();

        assertThat(elasticsearch.stored(key("rollcall-alerts", "a1")))
                .isEqualTo(new Stored(laterVersion, "{\"state\":\"resolved\"}"));
        assertThat(elasticsearch.overlaps).hasValue(0);
    }

    /**
     * Requests overtake each other, fail as a whole and in part; many snapshots have equal versions, so that versions do
     * not help. The last one written must be the one that stays.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theLastWriteOfEachDocumentWinsHoweverRequestsFare(long seed) throws Exception {
        Random random = new Random(seed);
        elasticsearch.refusals = action -> switch (random.nextInt(80)) {
            case 0 -> FakeElasticsearch.error(429, "es_rejected_execution_exception", "queue is full");
            default -> null;
        };
        elasticsearch.wholeRefusals = actions -> switch (random.nextInt(40)) {
            case 0 -> new Answer(503, "");
            case 1 -> new Answer(0, "");
            default -> null;
        };
        BulkWriter writer = writer(
                new BulkSettings(7, 1 << 20, Duration.ofMillis(1), 4, 50, Duration.ofMillis(1), Duration.ofMillis(3)));
        Map<String, String> last = new HashMap<>();
        for (int i = 0; i < 1_500; i++) {
            String id = "m" + random.nextInt(20);
            String json = "{\"n\":" + i + "}";
            writer.write(member(id, i / 500, json));
            last.put(id, json);
            if (random.nextInt(8) == 0) {
                // as between two records: the next ones come while a request is under way
                int before = elasticsearch.requests.size();
                task.runUntil(() -> elasticsearch.requests.size() > before || task.metrics.gauge("documentsHeld") == 0);
            }
        }
        writer.flush();

        last.forEach((id, json) -> assertThat(
                        elasticsearch.stored(key("rollcall-members", "c/" + id)).json())
                .as(id)
                .isEqualTo(json));
        assertThat(rejected).isEmpty();
        assertThat(task.metrics.gauge("bytesHeld")).isZero();
    }

    @Test
    void ofManySnapshotsOfAMemberThatWaitOnlyTheLastGoes() throws Exception {
        BulkWriter writer = writer(QUICK);
        for (int i = 0; i < 50; i++) {
            writer.write(member("anna", i, "{\"n\":" + i + "}"));
        }
        writer.flush();

        assertThat(elasticsearch.requests.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(1);
        assertThat(elasticsearch.stored(key("rollcall-members", "c/anna"))).isEqualTo(new Stored(49, "{\"n\":49}"));
    }

    @Test
    void aDocumentThatIsForgottenIsDeletedAndDeletingItAgainIsNoFault() throws Exception {
        BulkWriter writer = writer(QUICK);
        writer.write(member("anna", 1, "{}"));
        writer.flush();
        for (int i = 0; i < 2; i++) {
            writer.write(
                    DocumentWrite.deletion(key("rollcall-members", "c/anna"), DocumentWrite.UNVERSIONED, record(0)));
            writer.flush();
        }
        assertThat(elasticsearch.documents).isEmpty();
        assertThat(elasticsearch.requests).hasSize(3);
        assertThat(rejected).isEmpty();
    }

    private BulkWriter writer(BulkSettings settings) throws IOException {
        return writer(settings, elasticsearch.connection());
    }

    private BulkWriter writer(BulkSettings settings, ElasticsearchConnection connection) throws IOException {
        BulkTransport transport = new RestBulkTransport(connection, IndexNames.DEFAULT);
        open.add(transport);
        return new BulkWriter(
                settings,
                transport,
                task.mailbox,
                task,
                new SplittableRandom(1),
                task.metrics,
                (record, reason) -> rejected.put(record.offset(), reason));
    }

    private static void await(CountDownLatch latch, Duration atMost) {
        try {
            if (latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String json(String id) {
        return elasticsearch.stored(key("rollcall-outcomes-2026-01", id)).json();
    }

    private static DocumentKey key(String index, String id) {
        return new DocumentKey(index, id);
    }

    private static DocumentWrite outcome(String id, String json) {
        return DocumentWrite.of(
                key("rollcall-outcomes-2026-01", id),
                DocumentWrite.UNVERSIONED,
                json.getBytes(UTF_8),
                record(id.hashCode()));
    }

    private static DocumentWrite alert(String id, long version, String json) {
        return DocumentWrite.of(key("rollcall-alerts", id), version, json.getBytes(UTF_8), record(version));
    }

    private static DocumentWrite member(String id, long version, String json) {
        return DocumentWrite.of(key("rollcall-members", "c/" + id), version, json.getBytes(UTF_8), record(version));
    }

    private static SourceRecord record(long offset) {
        return new SourceRecord("rollcall.badges", 0, offset, 0, null, new byte[10]);
    }
}
