package io.rollcall.jobs.out;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.QuestResult;
import io.rollcall.wire.SegmentChange;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** What becomes of members, for its topics: outcomes and snapshots as messages. Not safe for use by several threads. */
public final class MemberRecords {
    private final Map<Class<?>, Route<?>> routes;
    private final String members;
    private final Instant historicalUntil;

    /** Messages for the configured topics, marked historical up to the configured instant. */
    public MemberRecords(JobConfiguration configuration) {
        Topics topics = configuration.topics();
        this.historicalUntil = configuration.get(JobOptions.HISTORICAL_UNTIL).orElse(Instant.MIN);
        this.members = topics.members();
        this.routes = Map.of(
                TierChange.class, new Route<>(TierChange.class, topics.tierChanges()),
                BadgeAward.class, new Route<>(BadgeAward.class, topics.badges()),
                PointsEntry.class, new Route<>(PointsEntry.class, topics.points()),
                StageChange.class, new Route<>(StageChange.class, topics.stages()),
                SegmentChange.class, new Route<>(SegmentChange.class, topics.segments()),
                QuestResult.class, new Route<>(QuestResult.class, topics.quests()),
                AlertChange.class, new Route<>(AlertChange.class, topics.alerts()),
                MemberSnapshot.class, new Route<>(MemberSnapshot.class, topics.members()));
    }

    /**
     * The message of an outcome.
     *
     * @param memberKey {@code community/member}
     * @param program the program that gave it
     * @param version that program's version
     */
    public TopicRecord outcome(String memberKey, Outcome outcome, String program, long version) throws IOException {
        return message(memberKey, OutcomeRecords.of(outcome, program, version, historicalUntil));
    }

    /** The message of a snapshot; parameters as for an outcome. */
    public TopicRecord snapshot(String memberKey, Snapshot snapshot, String program, long version) throws IOException {
        return message(memberKey, SnapshotRecords.of(snapshot, program, version, historicalUntil));
    }

    /** The message that ends a member's snapshots: of whom nothing is kept, nothing is said. */
    public TopicRecord noSnapshot(String memberKey) {
        return new TopicRecord(members, memberKey.getBytes(StandardCharsets.UTF_8), null);
    }

    private TopicRecord message(String memberKey, SpecificRecordBase record) throws IOException {
        Route<?> route = routes.get(record.getClass());
        if (route == null) {
            throw new IllegalArgumentException(
                    "a record without a topic: " + record.getSchema().getName());
        }
        return route.message(memberKey.getBytes(StandardCharsets.UTF_8), record);
    }

    private static final class Route<T extends SpecificRecordBase> {
        private final Class<T> type;
        private final String topic;
        private final WireFormat<T> format;

        Route(Class<T> type, String topic) {
            this.type = type;
            this.topic = topic;
            this.format = WireFormat.of(type);
        }

        TopicRecord message(byte[] key, SpecificRecordBase record) throws IOException {
            return new TopicRecord(topic, key, format.encode(type.cast(record)));
        }
    }
}
