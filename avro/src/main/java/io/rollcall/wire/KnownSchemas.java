package io.rollcall.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.SchemaStore;

/**
 * Every version of a record type's schema that was ever in use: the one of the generated class, and the earlier ones
 * kept as resources {@code earlier/NAME.1.avsc}, {@code earlier/NAME.2.avsc} and so on.
 *
 * <p>Whoever changes a schema keeps the one before there, whole (nested types included); a test fails until they do.
 */
final class KnownSchemas {
    private KnownSchemas() {}

    static SchemaStore of(Schema current) {
        SchemaStore.Cache schemas = new SchemaStore.Cache();
        schemas.addSchema(current);
        int version = 1;
        while (addEarlier(schemas, "earlier/" + current.getName() + "." + version + ".avsc")) {
            version++;
        }
        return schemas;
    }

    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    private static boolean addEarlier(SchemaStore.Cache schemas, String name) {
        try (InputStream text = KnownSchemas.class.getResourceAsStream(name)) {
            if (text == null) {
                return false;
            }
            schemas.addSchema(new Schema.Parser().parse(text));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
