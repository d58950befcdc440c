package io.rollcall.wire;

import java.io.IOException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * One record type as bytes: Avro's single-object encoding ({@code C3 01}, the fingerprint of the writer's schema, the
 * data), so that a reader needs the schemas in {@code avro/} and nothing else.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> the generated record type
 */
public final class WireFormat<T extends SpecificRecordBase> {
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    private WireFormat(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        var schema = model.getSchema(type);
        this.encoder = new BinaryMessageEncoder<>(model, schema);
        this.decoder = new BinaryMessageDecoder<>(model, schema);
    }

    /** The format of a generated record type. */
    public static <T extends SpecificRecordBase> WireFormat<T> of(Class<T> type) {
        return new WireFormat<>(type);
    }

    /** The record as bytes. */
    public byte[] encode(T record) throws IOException {
        var buffer = encoder.encode(record);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /**
     * The bytes as a record.
     *
     * @throws IOException if they are none, or of a schema that nobody here knows
     */
    public T decode(byte[] bytes) throws IOException {
        return decoder.decode(bytes);
    }
}
