package io.rollcall.wire;

import java.io.IOException;

/** Bytes of a schema that the reader does not know: written by a newer version, or of another record type. */
public final class UnknownSchemaException extends IOException {
    private static final long serialVersionUID = 1;

    UnknownSchemaException(String message) {
        super(message);
    }
}
