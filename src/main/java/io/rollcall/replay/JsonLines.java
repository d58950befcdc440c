package io.rollcall.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** The one way in which lines of JSON are written. */
final class JsonLines {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonLines() {}

    /** A generator of UTF-8; who uses it ends each line. */
    static JsonGenerator generator(OutputStream out) throws IOException {
        return JSON.createGenerator(out).setRootValueSeparator(null);
    }
}
