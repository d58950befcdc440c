package io.rollcall.wire;

import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
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

    WireData() {
        super(WireData.class.getClassLoader());
        addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    @Override
    public @Nullable Class<?> getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> NAMESPACE.equals(schema.getNamespace()) ? generated(schema.getFullName()) : null;
            default -> super.getClass(schema);
        };
    }

    private @Nullable Class<?> generated(String name) {
        try {
            return Class.forName(name, true, getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
