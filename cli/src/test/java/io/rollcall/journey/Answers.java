package io.rollcall.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.replay.Collected;
import io.rollcall.replay.History;
import io.rollcall.replay.Replay;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.QuestResult;
import io.rollcall.wire.SegmentChange;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * All that a history gives, as the records of the wire.
 *
 * @param outcomes by member and kind of record, those on trial by themselves, in the order in which they came
 * @param members the last snapshot of each
 * @param formats of the kinds of records that came so far
 */
record Answers(
        Map<String, List<SpecificRecordBase>> outcomes,
        Map<String, MemberSnapshot> members,
        Map<Class<?>, WireFormat<?>> formats) {

    /** How the key of outcomes ends that are on trial. */
    static final String ON_TRIAL = " on trial";

    /** What holds the outcomes, by topic. */
    static Map<String, Class<? extends SpecificRecordBase>> types(Topics topics) {
        return Map.of(
                topics.tierChanges(), TierChange.class,
                topics.badges(), BadgeAward.class,
                topics.points(), PointsEntry.class,
                topics.stages(), StageChange.class,
                topics.segments(), SegmentChange.class,
                topics.quests(), QuestResult.class,
                topics.alerts(), AlertChange.class);
    }

    static Answers none() {
        return new Answers(new TreeMap<>(), new TreeMap<>(), new HashMap<>());
    }

    /** Takes what a replay says. */
    void takeReplay(Program program, List<Event> events, long until) throws IOException {
        Collected collected = replay(program, events, until);
        MemberRecords records = new MemberRecords(JobConfiguration.of(Map.of()));
        for (Outcome outcome : collected.outcomes()) {
            String key = program.community() + "/" + outcome.header().member();
            take(Topics.DEFAULT, records.outcome(key, outcome, program.name(), program.version()));
        }
        if (program.shadow()) {
            // a trial has no snapshots
            return;
        }
        for (Snapshot member : collected.members()) {
            String key = program.community() + "/" + member.member();
            take(Topics.DEFAULT, records.snapshot(key, member, program.name(), program.version()));
        }
    }

    static Collected replay(Program program, List<Event> events, long until) throws IOException {
        Collected collected = new Collected();
        new Replay(program).run(History.ofEvents(program.community(), events, until), collected);
        return collected;
    }

    /** The next message of the job, or of its topics. */
    void take(Topics topics, TopicRecord message) throws IOException {
        String key = new String(requireNonNull(message.key()), UTF_8);
        if (message.topic().equals(topics.members())) {
            if (message.value() == null) {
                members.remove(key);
            } else {
                members.put(key, decode(MemberSnapshot.class, message.value()));
            }
            return;
        }
        Class<? extends SpecificRecordBase> type = requireNonNull(types(topics).get(message.topic()));
        SpecificRecordBase outcome = decode(type, requireNonNull(message.value()));
        String trial = ((OutcomeHeader) outcome.get(0)).getShadow() ? ON_TRIAL : "";
        outcomes.computeIfAbsent(key + " " + type.getSimpleName() + trial, each -> new ArrayList<>())
                .add(outcome);
    }

    /** A format reads its schemas when it is made, which takes longer than a thousand records. */
    private <T extends SpecificRecordBase> T decode(Class<T> type, byte[] value) throws IOException {
        return type.cast(
                formats.computeIfAbsent(type, each -> WireFormat.of(type)).decode(value));
    }

    /** Every outcome of one kind. */
    <T extends SpecificRecordBase> List<T> of(Class<T> type) {
        return outcomes.values().stream()
                .flatMap(List::stream)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    int size() {
        return outcomes.values().stream().mapToInt(List::size).sum();
    }
}
