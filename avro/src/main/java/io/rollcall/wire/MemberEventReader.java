package io.rollcall.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads events field by field, which is what a job does most often of all. Avro's reader asks for each field what it is, of which class its
 * texts are and how its value gets into the record, which takes twice as long; its generated coders leave records with an instant out. What
 * writer and reader have different is Avro's to resolve here, too.
 *
 * <p>Not safe for use by several threads.
 */
final class MemberEventReader implements DatumReader<MemberEvent> {
    /** Those that {@link #read(MemberEvent, int, Decoder)} knows, in the order of our schema. */
    private static final List<String> FIELDS =
            List.of("id", "community", "type", "member", "recipient", "at", "value", "attributes");

    private static final char REPLACEMENT = '\uFFFD';

    private final Schema schema = MemberEvent.getClassSchema();
    private final RecurringTexts recurring = new RecurringTexts();
    private final Utf8 text = new Utf8();
    private Schema writer;
    private boolean isOwn;
    private @Nullable ResolvingDecoder resolving;

    /**
     * A reader.
     *
     * @param writer the schema that the bytes were written with
     */
    MemberEventReader(Schema writer) {
        this.writer = writer;
        this.isOwn = writer.equals(schema);
        List<String> fields =
                schema.getFields().stream().map(Schema.Field::name).toList();
        if (!fields.equals(FIELDS)) {
            throw new IllegalStateException("MemberEvent has the fields " + fields + "; its reader knows " + FIELDS);
        }
    }

    @Override
    public void setSchema(Schema writer) {
        this.writer = writer;
        isOwn = writer.equals(schema);
        resolving = null;
    }

    @Override
    public MemberEvent read(@Nullable MemberEvent reuse, Decoder in) throws IOException {
        MemberEvent record = reuse == null ? new MemberEvent() : reuse;
        if (isOwn) {
            for (int field = 0; field < FIELDS.size(); field++) {
                read(record, field, in);
            }
        } else {
            ResolvingDecoder resolved = resolve(in);
            for (Schema.Field field : resolved.readFieldOrder()) {
                read(record, field.pos(), resolved);
            }
            resolved.drain();
        }
        return record;
    }

    private ResolvingDecoder resolve(Decoder in) throws IOException {
        ResolvingDecoder decoder = resolving;
        if (decoder == null) {
            decoder = DecoderFactory.get().resolvingDecoder(Schema.applyAliases(writer, schema), schema, null);
            resolving = decoder;
        }
        decoder.configure(in);
        return decoder;
    }

    /** A field, by its place in our schema. */
    private void read(MemberEvent record, int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> record.setId(text(in, "id"));
            case 1 -> record.setCommunity(recurring(in, "community"));
            case 2 -> record.setType(recurring(in, "type"));
            case 3 -> record.setMember(isThere(in) ? text(in, "member") : null);
            case 4 -> record.setRecipient(isThere(in) ? text(in, "recipient") : null);
            case 5 -> record.setAt(Instant.ofEpochMilli(in.readLong()));
            case 6 -> record.setValue(isThere(in) ? in.readDouble() : null);
            case 7 -> record.setAttributes(attributes(in));
            default -> throw new IllegalStateException("field " + field + " of MemberEvent is unknown here");
        }
    }

    private String text(Decoder in, String field) throws IOException {
        Utf8 read = in.readString(text);
        return checked(read.toString(), read, field);
    }

    private String recurring(Decoder in, String field) throws IOException {
        Utf8 read = in.readString(text);
        return checked(recurring.of(read), read, field);
    }

    /**
     * Avro puts a replacement character in the place of each byte that is no UTF-8, and who differs in such bytes alone would be one member. Hardly any text has
     * that character, and of most Java knows without looking.
     */
    private static String checked(String text, Utf8 read, String field) throws IOException {
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read.getBytes(), 0, read.getByteLength()));
            } catch (CharacterCodingException e) {
                throw new IOException(
                        "the text '" + text + "' of " + field + " is not in UTF-8, as texts in Avro are", e);
            }
        }
        return text;
    }

    /** Which branch of a union with null comes. */
    private static boolean isThere(Decoder in) throws IOException {
        int branch = in.readIndex();
        if (branch == 0) {
            in.readNull();
            return false;
        }
        if (branch == 1) {
            return true;
        }
        throw new AvroTypeException("branch " + branch + " of a union of two");
    }

    /** What is claimed of their number is not believed: room is made as they come. */
    private Map<String, String> attributes(Decoder in) throws IOException {
        long entries = in.readMapStart();
        if (entries == 0) {
            return Map.of();
        }
        Map<String, String> attributes = new HashMap<>();
        while (entries > 0) {
            for (long i = 0; i < entries; i++) {
                String name = recurring(in, "attributes");
                attributes.put(name, text(in, name));
            }
            entries = in.mapNext();
        }
        return attributes;
    }
}
