package io.rollcall.wire;

import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro's data model of the generated records.
 *
 * <p>Since 1.12.2 Avro makes an object of a class that a schema names only when the whole process trusts that class (a
 * system property, or a global setting). Neither is ours to set, in a cluster or in somebody's application: so this
 * model finds the generated classes itself, and nothing else.
 */
final class WireData extends SpecificData {
    private static final String NAMESPACE = WireData.class.getPackageName();

    /** By schema object, which a format's reader asks for with each record; to compare schemas takes longer than to load the class. */
    private final Map<Schema, Class<?>> known = new IdentityHashMap<>();

    WireData() {
        super(WireData.class.getClassLoader());
        addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    @Override
    public @Nullable Class<?> getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> NAMESPACE.equals(schema.getNamespace()) ? generated(schema) : null;
            default -> super.getClass(schema);
        };
    }

    @Override
    public DatumReader<?> createDatumReader(Schema writer, Schema reader) {
        return reader.equals(MemberEvent.getClassSchema())
                ? new MemberEventReader(writer)
                : super.createDatumReader(writer, reader);
    }

    private @Nullable Class<?> generated(Schema schema) {
        Class<?> before = known.get(schema);
        if (before != null) {
            return before;
        }
        try {
            Class<?> generated = Class.forName(schema.getFullName(), true, getClassLoader());
            known.put(schema, generated);
            return generated;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
