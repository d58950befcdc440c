package io.rollcall.jobs.type;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a checkpoint remembers of a {@link CompactSerializer}: the version of its format.
 *
 * <p>Versions never force a migration of the state: the payloads themselves say their version, and the serializer reads
 * every one of them. A checkpoint of a newer version than ours is refused, since its payloads may be unreadable.
 *
 * @param <T> the type
 */
public abstract class CompactSnapshot<T> implements TypeSerializerSnapshot<T> {
    private final int currentVersion;
    private final TypeSerializer<T> serializer;
    private int readVersion;

    protected CompactSnapshot(int currentVersion, TypeSerializer<T> serializer) {
        this.currentVersion = currentVersion;
        this.readVersion = currentVersion;
        this.serializer = serializer;
    }

    @Override
    public final int getCurrentVersion() {
        return currentVersion;
    }

    @Override
    public final void writeSnapshot(DataOutputView out) {
        // the version is all there is, and Flink writes it
    }

    @Override
    public final void readSnapshot(int readVersion, DataInputView in, ClassLoader userCodeClassLoader)
            throws IOException {
        if (readVersion < 1 || readVersion > currentVersion) {
            throw new IOException(
                    "%s: the state is of format %d, this version of Rollcall reads 1 to %d; run the version that wrote it, or a newer one"
                            .formatted(serializer.getClass().getName(), readVersion, currentVersion));
        }
        this.readVersion = readVersion;
    }

    @Override
    public final TypeSerializer<T> restoreSerializer() {
        return serializer;
    }

    @Override
    public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        return old.getClass() == getClass() && ((CompactSnapshot<T>) old).readVersion <= currentVersion
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
