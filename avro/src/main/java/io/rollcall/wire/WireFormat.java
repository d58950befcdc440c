package io.rollcall.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * One record type as bytes: Avro's single-object encoding ({@code C3 01}, the fingerprint of the writer's schema, the
 * data), so that a reader needs the schemas in {@code avro/} and nothing else.
 *
 * <p>Bytes of every earlier schema version are read as well, see {@link KnownSchemas}. Decoding trusts nothing: lengths
 * are checked against the bytes at hand before anything is allocated for them, which Avro's own message decoder, being
 * made for streams, does not do.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> the generated record type
 */
public final class WireFormat<T extends SpecificRecordBase> {
    private static final int HEADER_BYTES = 10;

    private final SpecificData model = new WireData();
    private final Schema schema;
    private final SchemaStore schemas;
    private final BinaryMessageEncoder<T> encoder;
    private final Map<Long, DatumReader<T>> readers = new HashMap<>();
    private @Nullable BinaryDecoder decoder;

    private WireFormat(Class<T> type, SchemaStore schemas) {
        this.schema = model.getSchema(type);
        this.schemas = schemas;
        this.encoder = new BinaryMessageEncoder<>(model, schema);
    }

    /** The format of a generated record type. */
    public static <T extends SpecificRecordBase> WireFormat<T> of(Class<T> type) {
        return new WireFormat<>(
                type, KnownSchemas.of(SpecificData.getForClass(type).getSchema(type)));
    }

    /**
     * The format of a generated record type.
     *
     * @param schemas where the schemas of writers are found, such as a registry
     */
    public static <T extends SpecificRecordBase> WireFormat<T> of(Class<T> type, SchemaStore schemas) {
        return new WireFormat<>(type, schemas);
    }

    /** The record as bytes. */
    public byte[] encode(T record) throws IOException {
        var buffer = encoder.encode(record);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Whether the bytes begin as this format does; the rest may still be wrong. */
    public static boolean isMarked(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == (byte) 0xC3 && bytes[1] == (byte) 0x01;
    }

    /**
     * The bytes as a record.
     *
     * @throws UnknownSchemaException if they are of a schema that nobody here knows
     * @throws IOException if they are no such record
     */
    public T decode(byte[] bytes) throws IOException {
        return decode(bytes, null);
    }

    /**
     * The bytes as a record, which spares a reader of many to make one by reflection for each.
     *
     * @param reuse a record whose fields are set anew; what it refers to may be, too, so nobody must hold on to its maps or lists
     * @throws UnknownSchemaException if they are of a schema that nobody here knows
     * @throws IOException if they are no such record; what the one that was to be reused holds is undefined then
     */
    public T decode(byte[] bytes, @Nullable T reuse) throws IOException {
        if (bytes.length < HEADER_BYTES || !isMarked(bytes)) {
            throw new IOException("no Avro message: expected C3 01, eight bytes of schema fingerprint, the record");
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        DatumReader<T> reader = reader(fingerprint);
        decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
        T record;
        try {
            record = reader.read(reuse, decoder);
        } catch (AvroRuntimeException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            // the last one of a length that no array can have
            throw new IOException("no " + schema.getName() + ": " + e.getMessage(), e);
        }
        if (!decoder.isEnd()) {
            throw new IOException("no " + schema.getName() + ": there are bytes behind the record");
        }
        return record;
    }

    private DatumReader<T> reader(long fingerprint) throws IOException {
        DatumReader<T> known = readers.get(fingerprint);
        if (known != null) {
            return known;
        }
        Schema writer = writer(fingerprint);
        if (writer == null) {
            throw new UnknownSchemaException("the schema with fingerprint %016x is no known version of %s"
                    .formatted(fingerprint, schema.getName()));
        }
        @SuppressWarnings("unchecked")
        DatumReader<T> reader = (DatumReader<T>) model.createDatumReader(writer, schema);
        readers.put(fingerprint, reader);
        return reader;
    }

    private @Nullable Schema writer(long fingerprint) {
        try {
            return schemas.findByFingerprint(fingerprint);
        } catch (MissingSchemaException e) {
            return null;
        }
    }
}
