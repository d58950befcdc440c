package io.rollcall.jobs.config;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Every option of every job. The reference is printed from here. */
public final class JobOptions {
    /** What begins a key that is handed to every Kafka client as it is. */
    public static final String KAFKA_PROPERTIES = "kafka.properties.";

    public static final Option<String> KAFKA_BOOTSTRAP_SERVERS = declare(
            "kafka.bootstrap-servers",
            OptionType.BROKERS,
            "127.0.0.1:9092",
            "The Kafka brokers to begin with, as HOST:PORT,HOST:PORT. Every other client property passes through: "
                    + "`kafka.properties.security.protocol`, `kafka.properties.sasl.jaas.config`, …");

    public static final Option<String> TOPICS_PREFIX =
            declare("topics.prefix", OptionType.TEXT, "rollcall.", "What the name of every topic begins with.");

    public static final Option<EventsStart> EVENTS_START = declare(
            "events.start",
            OptionType.EVENTS_START,
            "earliest",
            "Where member-journey begins to read events when it starts without restored state. Members are what their "
                    + "history made them, so only `earliest` gives them whole; outcome ids are the same each time.");

    public static final Option<Optional<Instant>> HISTORICAL_UNTIL = declare(
            "historical-until",
            OptionType.OPTIONAL_INSTANT,
            "",
            "For a backfill beside the live job: outcomes and snapshots before this instant (of event time) are marked "
                    + "`historical`, so that nobody is told of them again. Empty: none are.");

    public static final Option<String> JOURNEY_GROUP_ID = declare(
            "member-journey.group-id",
            OptionType.TEXT,
            "rollcall-member-journey",
            "The consumer group of member-journey: its progress, for monitoring, and its transactional ids.");

    public static final Option<String> SEARCH_GROUP_ID = declare(
            "search-index.group-id",
            OptionType.TEXT,
            "rollcall-search-index",
            "The consumer group of search-index: its progress, for monitoring.");

    public static final Option<Delivery> DELIVERY = declare(
            "delivery",
            OptionType.oneOf(Delivery.class),
            "at-least-once",
            "`at-least-once`: an outcome is visible within milliseconds, and after a failure may be there again with "
                    + "the same id. `exactly-once`: visible to read_committed consumers after the next checkpoint.");

    public static final Option<Duration> TRANSACTION_TIMEOUT = declare(
            "delivery.transaction-timeout",
            OptionType.DURATION,
            "15min",
            "With `exactly-once`: after this long the broker gives a transaction up. It must exceed a checkpoint "
                    + "interval and a restart together, or outcomes are lost, and be no more than the broker's "
                    + "`transaction.max.timeout.ms` (15min unless changed).");

    public static final Option<Duration> PRODUCER_LINGER = declare(
            "delivery.linger",
            OptionType.DURATION,
            "1ms",
            "How long a producer waits for more records to send together: throughput against latency.");

    public static final Option<Duration> CHECKPOINT_INTERVAL =
            declare("checkpoint.interval", OptionType.DURATION, "10s", "How often the job's state is made safe.");

    public static final Option<Optional<String>> CHECKPOINT_DIR = declare(
            "checkpoint.dir",
            OptionType.OPTIONAL_TEXT,
            "",
            "Where checkpoints go (file:///…, s3://…). Empty: as the cluster is configured.");

    public static final Option<Duration> MAX_OUT_OF_ORDERNESS = declare(
            "event-time.max-out-of-orderness",
            OptionType.DURATION,
            "5s",
            "How much older than the newest of its partition an event may be without being late. Deadlines wait for "
                    + "as long.");

    public static final Option<Duration> IDLE_TIMEOUT = declare(
            "event-time.idle-timeout",
            OptionType.DURATION,
            "1min",
            "Without heartbeats: a partition without events for as long no longer holds back the clock of the "
                    + "others. 0s: it always does. With heartbeats no partition is idle.");

    public static final Option<Duration> HEARTBEAT_INTERVAL = declare(
            "event-time.heartbeat",
            OptionType.DURATION,
            "10s",
            "How often the job tells every partition of the events topic what time it is, by a clock record behind the "
                    + "events that are there, so that deadlines pass although nothing happens. It takes the right to "
                    + "write to the topic. 0s: never, as for a history that is fed in long after it happened.");

    public static final Option<Duration> HEARTBEAT_MARGIN = declare(
            "event-time.heartbeat-margin",
            OptionType.DURATION,
            "20s",
            "How long an event may take from when it happened until it is in the topic; a heartbeat stays as far behind "
                    + "the wall clock. What takes longer is late.");

    public static final Option<Duration> HEARTBEAT_RECOVERY = declare(
            "event-time.heartbeat-recovery",
            OptionType.DURATION,
            "2min",
            "When the broker was away, heartbeats move the clock only after it has answered for as long: the time for "
                    + "which producers keep trying to send (their delivery.timeout.ms). After a start they move it at "
                    + "once, but stay as much further behind the wall clock for as long.");

    public static final Option<Duration> MAX_AHEAD = declare(
            "event-time.max-ahead",
            OptionType.DURATION,
            "10min",
            "An event dated further ahead of the wall clock is a dead letter and moves nothing.");

    public static final Option<Duration> HOLD_AHEAD = declare(
            "event-time.hold-ahead",
            OptionType.DURATION,
            "5min",
            "An event further ahead of the clock of all partitions than this and the out-of-orderness waits until the "
                    + "clock has come near, so that a member's events are decided in order while a backlog is read from "
                    + "several partitions. Live events must not be as far ahead: with heartbeats the clock trails by "
                    + "margin and interval, after a start by the recovery too, and by the recovery twice if the broker is "
                    + "slow to answer the first of them. 0s: none waits.");

    public static final Option<Integer> MOST_HELD = declare(
            "member-journey.held-events",
            OptionType.count(1, 100_000_000),
            "100000",
            "How many events of 500 bytes of heap a subtask lets wait (see `event-time.hold-ahead`), fewer if they are "
                    + "bigger. When there is no more room, the earliest are decided too soon, and counted (`heldTooShort`).");

    public static final Option<Optional<Duration>> MAX_DRIFT = declare(
            "event-time.max-drift",
            OptionType.OPTIONAL_DURATION,
            "",
            "A partition that is further ahead of the slowest than this is not read until that has caught up, so that "
                    + "few events have to wait. Needs a clock that no idleness moves: heartbeats, or an idle timeout of "
                    + "0s. Empty: 6h for a backfill (`historical-until`) that has such a clock, else no bound.");

    public static final Option<Duration> SNAPSHOT_INTERVAL = declare(
            "snapshot-interval",
            OptionType.DURATION,
            "10s",
            "At most one snapshot per member goes to the members topic in this time, and always a last one.");

    public static final Option<Integer> SNAPSHOT_RATE = declare(
            "snapshot-rate",
            OptionType.count(1, 1_000_000),
            "1000",
            "How many snapshots a subtask sends in a second at most. Where more members change, each waits longer than "
                    + "snapshot-interval for the next one, so that in a backlog events go first, and a fifth of it while a "
                    + "midnight is under way or the subtask works off a backlog. Outcomes never wait.");

    public static final Option<Integer> HOT_MEMBERS = declare(
            "member-journey.hot-members",
            OptionType.count(0, 10_000_000),
            "2000",
            "How many members who act often a subtask keeps in memory as objects, at some 10 kB of heap each. 0: none, every "
                    + "event reads the bytes of its member and writes them.");

    public static final Option<Integer> WARM_MEMBERS = declare(
            "member-journey.warm-members",
            OptionType.BYTES,
            "128mb",
            "How much heap a subtask takes at most for the bytes of members who acted lately and are not hot, which "
                    + "are read and changed there and written to the state backend before a checkpoint: 200 to 700 bytes "
                    + "each. 0: none.");

    public static final Option<Optional<Duration>> DEPARTED_EXPIRY = declare(
            "member-journey.departed-expiry",
            OptionType.OPTIONAL_DURATION,
            "",
            "How long after a member left all is forgotten but that they left, and their snapshot ended; who returns later "
                    + "begins anew. Empty: never.");

    public static final Option<Integer> MAX_ID_BYTES = declare(
            "limits.max-id-size",
            OptionType.BYTES,
            "1kb",
            "Events with a longer id, community, type, member or recipient (in UTF-8) are dead letters.");

    public static final Option<Integer> MAX_ATTRIBUTES = declare(
            "limits.max-attributes",
            OptionType.count(0, 1_000_000),
            "100",
            "Events with more attributes are dead letters.");

    public static final Option<Integer> MAX_ATTRIBUTE_BYTES = declare(
            "limits.max-attribute-size",
            OptionType.BYTES,
            "16kb",
            "Events with a longer attribute name or value (in UTF-8) are dead letters.");

    public static final Option<Integer> MAX_DEAD_LETTER_BYTES = declare(
            "limits.max-dead-letter-size",
            OptionType.BYTES,
            "256kb",
            "A dead letter keeps at most so much of the key and of the payload, so that it always fits into its topic; "
                    + "its origin says where the whole record is.");

    public static final Option<OptionalInt> PARALLELISM = declare(
            "parallelism", OptionType.OPTIONAL_COUNT, "", "How many subtasks. Empty: as the cluster is configured.");

    public static final Option<Integer> MAX_PARALLELISM = declare(
            "max-parallelism",
            OptionType.count(1, 32_768),
            "128",
            "The most subtasks that the job can ever be scaled to. It cannot change while state is kept.");

    public static final Option<List<String>> ELASTICSEARCH_URLS = declare(
            "elasticsearch.urls", OptionType.LIST, "http://127.0.0.1:9200", "The Elasticsearch nodes, as URL,URL.");

    public static final Option<Optional<String>> ELASTICSEARCH_API_KEY = declareSecret(
            "elasticsearch.api-key", "An Elasticsearch API key (encoded form). Excludes username and password.");

    public static final Option<Optional<String>> ELASTICSEARCH_USERNAME =
            declare("elasticsearch.username", OptionType.OPTIONAL_TEXT, "", "The Elasticsearch user, with a password.");

    public static final Option<Optional<String>> ELASTICSEARCH_PASSWORD =
            declareSecret("elasticsearch.password", "The Elasticsearch user's password.");

    public static final Option<Optional<String>> ELASTICSEARCH_CA_CERTIFICATE = declare(
            "elasticsearch.ca-certificate",
            OptionType.OPTIONAL_TEXT,
            "",
            "A PEM file with the certificate authority that signed Elasticsearch's certificates.");

    public static final Option<String> INDEX_PREFIX =
            declare("index.prefix", OptionType.TEXT, "rollcall", "What the name of every index begins with.");

    public static final Option<Integer> BULK_MAX_ACTIONS = declare(
            "search-index.bulk.max-actions",
            OptionType.count(1, 100_000),
            "1000",
            "The most documents in one request to Elasticsearch.");

    public static final Option<Integer> BULK_MAX_BYTES =
            declare("search-index.bulk.max-size", OptionType.BYTES, "5mb", "The largest request to Elasticsearch.");

    public static final Option<Duration> BULK_FLUSH_INTERVAL = declare(
            "search-index.bulk.flush-interval",
            OptionType.DURATION,
            "200ms",
            "How long a document waits for others to be sent with it.");

    public static final Option<Integer> BULK_MAX_IN_FLIGHT = declare(
            "search-index.bulk.max-in-flight",
            OptionType.count(1, 64),
            "2",
            "The most requests to Elasticsearch at one time, of one subtask.");

    public static final Option<Integer> BULK_MAX_BUFFERED = declare(
            "search-index.bulk.max-buffered",
            OptionType.count(1, 1_000_000),
            "10000",
            "The most documents that one subtask holds before it reads no further.");

    public static final Option<Duration> BULK_RETRY_INITIAL = declare(
            "search-index.bulk.retry-initial",
            OptionType.DURATION,
            "500ms",
            "The pause before a failed request is tried again; it doubles each time.");

    public static final Option<Duration> BULK_RETRY_MAX = declare(
            "search-index.bulk.retry-max",
            OptionType.DURATION,
            "30s",
            "The longest pause before a failed request is tried again. It is tried for as long as it takes.");

    private static final List<Option<?>> ALL = List.of(
            KAFKA_BOOTSTRAP_SERVERS,
            TOPICS_PREFIX,
            EVENTS_START,
            HISTORICAL_UNTIL,
            JOURNEY_GROUP_ID,
            SEARCH_GROUP_ID,
            DELIVERY,
            TRANSACTION_TIMEOUT,
            PRODUCER_LINGER,
            CHECKPOINT_INTERVAL,
            CHECKPOINT_DIR,
            MAX_OUT_OF_ORDERNESS,
            IDLE_TIMEOUT,
            HEARTBEAT_INTERVAL,
            HEARTBEAT_MARGIN,
            HEARTBEAT_RECOVERY,
            MAX_AHEAD,
            HOLD_AHEAD,
            MOST_HELD,
            MAX_DRIFT,
            SNAPSHOT_INTERVAL,
            SNAPSHOT_RATE,
            HOT_MEMBERS,
            WARM_MEMBERS,
            DEPARTED_EXPIRY,
            MAX_ID_BYTES,
            MAX_ATTRIBUTES,
            MAX_ATTRIBUTE_BYTES,
            MAX_DEAD_LETTER_BYTES,
            PARALLELISM,
            MAX_PARALLELISM,
            ELASTICSEARCH_URLS,
            ELASTICSEARCH_API_KEY,
            ELASTICSEARCH_USERNAME,
            ELASTICSEARCH_PASSWORD,
            ELASTICSEARCH_CA_CERTIFICATE,
            INDEX_PREFIX,
            BULK_MAX_ACTIONS,
            BULK_MAX_BYTES,
            BULK_FLUSH_INTERVAL,
            BULK_MAX_IN_FLIGHT,
            BULK_MAX_BUFFERED,
            BULK_RETRY_INITIAL,
            BULK_RETRY_MAX);

    private JobOptions() {}

    /** Every option, in the order of the reference. */
    public static List<Option<?>> all() {
        return ALL;
    }

    private static <T> Option<T> declare(String key, OptionType<T> type, String defaultText, String description) {
        return new Option<>(key, type, defaultText, false, description);
    }

    private static Option<Optional<String>> declareSecret(String key, String description) {
        return new Option<>(key, OptionType.OPTIONAL_TEXT, "", true, description);
    }
}
