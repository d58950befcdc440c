package io.rollcall.jobs.search;

import io.rollcall.program.ProgramException;
import io.rollcall.search.DocumentId;
import io.rollcall.search.IndexNames;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.AlertKind;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.ProgramKey;
import io.rollcall.wire.QuestResult;
import io.rollcall.wire.SegmentChange;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a record of a topic is as documents. One per subtask; not safe for use by several threads.
 *
 * <p>Ids and versions make repetition harmless: an outcome is its own id in the month of its own instant; of an alert the
 * resolution (2) is above the raising (1); of a member the later instant wins, of a program the later offset.
 */
final class Documents {
    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);

    private static final long RAISED = 1;
    private static final long RESOLVED = 2;

    private final IndexNames names;
    private final ProgramOutline.Reader programs;
    private final Map<String, Reading> readingOfTopic = new HashMap<>();

    Documents(Topics topics, IndexNames names, ProgramOutline.Reader programs) {
        this.names = names;
        this.programs = programs;
        outcomes(topics.tierChanges(), TierChange.class, TierChange::getHeader, OutcomeFields::of);
        outcomes(topics.badges(), BadgeAward.class, BadgeAward::getHeader, OutcomeFields::of);
        outcomes(topics.points(), PointsEntry.class, PointsEntry::getHeader, OutcomeFields::of);
        outcomes(topics.stages(), StageChange.class, StageChange::getHeader, OutcomeFields::of);
        outcomes(topics.segments(), SegmentChange.class, SegmentChange::getHeader, OutcomeFields::of);
        outcomes(topics.quests(), QuestResult.class, QuestResult::getHeader, OutcomeFields::of);
        WireFormat<AlertChange> alerts = WireFormat.of(AlertChange.class);
        readingOfTopic.put(topics.alerts(), record -> alert(decode(alerts, record), record));
        WireFormat<MemberSnapshot> members = WireFormat.of(MemberSnapshot.class);
        readingOfTopic.put(topics.members(), record -> member(members, record));
        readingOfTopic.put(topics.programs(), this::program);
    }

    /** Every topic that can be read. */
    static List<String> topics(Topics topics) {
        return Stream.concat(topics.outcomes().stream(), Stream.of(topics.members(), topics.programs()))
                .toList();
    }

    /**
     * The documents of a record, in the order in which they are to be written.
     *
     * @throws UnreadableException if it is no record of its topic
     */
    List<DocumentWrite> of(SourceRecord record) throws UnreadableException {
        Reading reading = readingOfTopic.get(record.topic());
        if (reading == null) {
            throw new UnreadableException("nothing is known of records of the topic " + record.topic());
        }
        return reading.read(record);
    }

    private <T extends SpecificRecordBase> void outcomes(
            String topic, Class<T> type, Function<T, OutcomeHeader> header, Function<T, byte[]> fields) {
        WireFormat<T> format = WireFormat.of(type);
        readingOfTopic.put(topic, record -> {
            T outcome = decode(format, record);
            return List.of(outcome(header.apply(outcome), fields.apply(outcome), record));
        });
    }

    private DocumentWrite outcome(OutcomeHeader header, byte[] json, SourceRecord record) {
        DocumentKey key = new DocumentKey(names.outcomes(header.getAt()), DocumentId.of(header.getId()));
        return DocumentWrite.of(key, DocumentWrite.UNVERSIONED, json, record);
    }

    private List<DocumentWrite> alert(AlertChange change, SourceRecord record) {
        DocumentKey key = new DocumentKey(names.alerts(), DocumentId.of(change.getAlertId()));
        long version = change.getKind() == AlertKind.RAISED ? RAISED : RESOLVED;
        return List.of(
                outcome(change.getHeader(), OutcomeFields.of(change), record),
                DocumentWrite.of(key, version, StateFields.of(change), record));
    }

    private List<DocumentWrite> member(WireFormat<MemberSnapshot> format, SourceRecord record)
            throws UnreadableException {
        if (record.value() == null) {
            // the topic forgets this member: so does the index
            DocumentKey key = new DocumentKey(names.members(), DocumentId.of(text(record.key(), "key")));
            return List.of(DocumentWrite.deletion(key, DocumentWrite.UNVERSIONED, record));
        }
        MemberSnapshot member = decode(format, record);
        DocumentKey key =
                new DocumentKey(names.members(), DocumentId.ofMember(member.getCommunity(), member.getMember()));
        long version = Math.max(0, member.getAt().toEpochMilli());
        return List.of(DocumentWrite.of(key, version, StateFields.of(member), record));
    }

    private List<DocumentWrite> program(SourceRecord record) throws UnreadableException {
        String community = text(record.key(), "key");
        if (isOnTrial(community)) {
            // a community has one document, that of the program that governs it
            return List.of();
        }
        DocumentKey key = new DocumentKey(names.programs(), DocumentId.of(community));
        long version = record.offset();
        long documentVersion = version + 1;
        if (record.value() == null) {
            return List.of(DocumentWrite.deletion(key, documentVersion, record));
        }
        String text = text(record.value(), "value");
        ProgramOutline outline;
        try {
            outline = programs.read(community, text, version);
        } catch (ProgramException e) {
            // member-journey keeps the earlier program as well, and writes the dead letter
            LOG.warn(
                    "The program of {} at offset {} is refused; its document stays as it is: {}",
                    community,
                    version,
                    e.getMessage());
            return List.of();
        }
        if (outline.mode().equals("shadow")) {
            LOG.warn(
                    "The program at offset {} is in shadow mode and so none that governs {}; the document stays as it is",
                    version,
                    community);
            return List.of();
        }
        Instant publishedAt = Instant.ofEpochMilli(record.timestamp());
        byte[] json = StateFields.of(outline, community, version, publishedAt, text);
        return List.of(DocumentWrite.of(key, documentVersion, json, record));
    }

    private static boolean isOnTrial(String key) throws UnreadableException {
        try {
            return ProgramKey.parse(key).isShadow();
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()));
        }
    }

    private static <T extends SpecificRecordBase> T decode(WireFormat<T> format, SourceRecord record)
            throws UnreadableException {
        if (record.value() == null) {
            throw new UnreadableException("the record has no value; expected: an outcome");
        }
        try {
            return format.decode(record.value());
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new UnreadableException(
                    "the value is no record of this topic (" + e + "); expected: Avro single-object encoding");
        }
    }

    private static String text(byte @Nullable [] bytes, String what) throws UnreadableException {
        if (bytes == null) {
            throw new UnreadableException("the record has no " + what);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableException("the " + what + " is no text in UTF-8");
        }
    }

    private interface Reading {
        List<DocumentWrite> read(SourceRecord record) throws UnreadableException;
    }
}
