package io.rollcall.jobs.event;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.UnknownSchemaException;
import io.rollcall.wire.WireFormat;
import io.rollcall.wording.English;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events topic: each record gives exactly one {@link Received}, whatever its bytes are.
 *
 * <p>It runs before watermarks are assigned, so that an event from the future, of which one moves the clock of every
 * member, is a dead letter before it is anything else.
 */
public final class EventDeserializer implements KafkaRecordDeserializationSchema<Received> {
    private static final long serialVersionUID = 1;

    /** Why a record is refused here. */
    private static final Set<DeadLetterCode> REASONS = Set.of(
            DeadLetterCode.UNDECODABLE,
            DeadLetterCode.UNKNOWN_SCHEMA,
            DeadLetterCode.INVALID_EVENT,
            DeadLetterCode.TOO_LARGE,
            DeadLetterCode.FUTURE);

    private final EventLimits limits;
    private final DeadLetters deadLetters;
    private final long maxAhead;
    private final WallClock wallClock;
    private transient @Nullable WireFormat<MemberEvent> format;
    private transient @Nullable MemberEvent reused;
    private transient @Nullable MetricGroup letters;
    private transient @Nullable Map<DeadLetterCode, Counter> refusals;

    public EventDeserializer(JobConfiguration configuration, WallClock wallClock) {
        this.limits = EventLimits.of(configuration);
        this.deadLetters = new DeadLetters(configuration, "member-journey/source");
        this.maxAhead = configuration.get(JobOptions.MAX_AHEAD).toMillis();
        this.wallClock = wallClock;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        MetricGroup group = context.getMetricGroup().addGroup("rollcall").addGroup("deadLettered");
        Map<DeadLetterCode, Counter> counters = new EnumMap<>(DeadLetterCode.class);
        REASONS.forEach(code -> counters.put(code, group.counter(code.text())));
        letters = group;
        refusals = counters;
    }

    private void count(DeadLetterCode code) {
        MetricGroup group = letters;
        if (refusals != null && group != null) {
            refusals.computeIfAbsent(code, each -> group.counter(each.text())).inc();
        }
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Received> out) {
        out.collect(read(record));
    }

    @Override
    public TypeInformation<Received> getProducedType() {
        return ReceivedSerializer.TYPE;
    }

    private Received read(ConsumerRecord<byte[], byte[]> record) {
        try {
            byte[] value = record.value();
            if (value == null) {
                return clock(record);
            }
            Event event = event(value);
            check(event);
            return new Received.Happened(
                    event, new Origin(record.partition(), record.offset()), onlyMember(record, event));
        } catch (Refusal refusal) {
            return refused(record, refusal);
        }
    }

    private Event event(byte[] value) throws Refusal {
        try {
            if (WireFormat.isMarked(value)) {
                return event(format().decode(value, reused));
            }
            if (looksLikeJson(value)) {
                return EventJson.read(value);
            }
        } catch (UnknownSchemaException e) {
            throw new Refusal(DeadLetterCode.UNKNOWN_SCHEMA, text(e));
        } catch (IOException e) {
            throw new Refusal(DeadLetterCode.UNDECODABLE, text(e));
        } catch (EventException e) {
            throw new Refusal(DeadLetterCode.INVALID_EVENT, text(e));
        } catch (RuntimeException e) {
            // a fault of ours or of a library: thrown, it would come back with the record after every restart
            throw new Refusal(DeadLetterCode.UNDECODABLE, "a fault in reading it: " + e);
        }
        throw new Refusal(
                DeadLetterCode.UNDECODABLE,
                "neither Avro nor JSON: expected C3 01 and a MemberEvent, or a JSON object in UTF-8");
    }

    /** The event of a record, which is read into again; the attributes are the event's own. */
    private Event event(MemberEvent record) throws EventException {
        reused = record;
        Event event = EventRecords.event(record);
        record.setAttributes(null);
        return event;
    }

    private void check(Event event) throws Refusal {
        if (event.community().indexOf('/') >= 0) {
            throw new Refusal(
                    DeadLetterCode.INVALID_EVENT, "community '" + event.community() + "' has a slash; expected none");
        }
        String violation = limits.violation(event);
        if (violation != null) {
            throw new Refusal(DeadLetterCode.TOO_LARGE, violation);
        }
        checkNotAhead("at", event.at());
    }

    /** The one member whom the event is for, if its header names one. */
    private static @Nullable String onlyMember(ConsumerRecord<byte[], byte[]> record, Event event) throws Refusal {
        Header header = record.headers().lastHeader(Topics.ONLY_MEMBER_HEADER);
        if (header == null) {
            return null;
        }
        String only = header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        if (!only.equals(event.member()) && !only.equals(event.recipient())) {
            throw new Refusal(
                    DeadLetterCode.INVALID_EVENT,
                    "the header " + Topics.ONLY_MEMBER_HEADER + " names '" + only
                            + "'; expected the event's member or its recipient");
        }
        return only;
    }

    private Received.Clock clock(ConsumerRecord<byte[], byte[]> record) throws Refusal {
        Header header = record.headers().lastHeader(Topics.CLOCK_HEADER);
        if (header == null || header.value() == null) {
            throw new Refusal(
                    DeadLetterCode.UNDECODABLE,
                    "the record has no value; expected an event, or a clock record with the header "
                            + Topics.CLOCK_HEADER);
        }
        String text = new String(header.value(), StandardCharsets.US_ASCII);
        long instant;
        try {
            instant = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Refusal(
                    DeadLetterCode.UNDECODABLE,
                    "the header " + Topics.CLOCK_HEADER
                            + " is no number; expected milliseconds since the epoch in decimal");
        }
        checkNotAhead(Topics.CLOCK_HEADER, instant);
        return new Received.Clock(instant);
    }

    private void checkNotAhead(String what, long instant) throws Refusal {
        long now = wallClock.getAsLong();
        if (instant > now + maxAhead) {
            throw new Refusal(
                    DeadLetterCode.FUTURE,
                    "%s is %s, %s ahead of the wall clock (%s); expected at most %s (%s)"
                            .formatted(
                                    what,
                                    Instant.ofEpochMilli(instant),
                                    English.span(Duration.ofMillis(instant - now)),
                                    Instant.ofEpochMilli(now),
                                    English.span(Duration.ofMillis(maxAhead)),
                                    JobOptions.MAX_AHEAD.key()));
        }
    }

    private Received.Refused refused(ConsumerRecord<byte[], byte[]> record, Refusal refusal) {
        count(refusal.code);
        return new Received.Refused(deadLetters.write(
                refusal.code,
                text(refusal),
                new DeadLetters.Letter(
                        record.topic(), record.partition(), record.offset(), record.key(), record.value())));
    }

    private WireFormat<MemberEvent> format() {
        if (format == null) {
            format = WireFormat.of(MemberEvent.class);
        }
        return format;
    }

    private static boolean looksLikeJson(byte[] value) {
        return value.length > 0
                && (value[0] == '{' || value[0] == ' ' || value[0] == '\t' || value[0] == '\n' || value[0] == '\r');
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }

    /** Why a record is a dead letter. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        private final DeadLetterCode code;

        Refusal(DeadLetterCode code, String reason) {
            // wrong input can come by the thousand a second, and nobody looks at the stack
            super(reason, null, false, false);
            this.code = code;
        }
    }
}
