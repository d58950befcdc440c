package io.rollcall.replay;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The files of a history as blocks of whole lines; a gzip file is unpacked whatever its name. */
final class LineBlocks implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int PEEKED = 512;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final List<Path> files;
    private final Limits limits;
    private int file = -1;
    private @Nullable InputStream in;
    private @Nullable Counted raw;
    private long bytesOfEarlierFiles;
    private byte[] rest = {};
    /** Whether the rest of a line that was cut is still to be skipped. */
    private boolean inCutLine;

    /**
     * How much is read at once.
     *
     * @param block bytes of a block, more only if one line is longer
     * @param line bytes of the longest line that can be an event
     */
    record Limits(int block, int line) {
        static final Limits DEFAULT = new Limits(256 << 10, 16 << 20);
    }

    /**
     * Some lines.
     *
     * @param file of which of the files, from 0
     * @param length how many of the bytes count
     * @param isCut whether this is the beginning of one line that is longer than any event
     * @param position bytes read so far, packed as they are in the files
     */
    record Block(int file, byte[] bytes, int length, boolean isCut, long position) {}

    LineBlocks(List<Path> files, Limits limits) {
        this.files = files;
        this.limits = limits;
    }

    /**
     * The next lines; all of them of one file, and none in two blocks. Null after the last.
     *
     * @throws HistoryException if a file cannot be read
     */
    @Nullable
    Block next() throws HistoryException {
        try {
            while (true) {
                if (in == null && !open()) {
                    return null;
                }
                Block block = read();
                if (block != null) {
                    return block;
                }
                closeFile();
            }
        } catch (IOException e) {
            throw HistoryException.of(files.get(Math.min(file, files.size() - 1)), e);
        }
    }

    private boolean open() throws IOException {
        if (++file >= files.size()) {
            return false;
        }
        Path path = files.get(file);
        // a pipe has no position, for which the other stream would ask
        raw = new Counted(
                Files.exists(path) && !Files.isRegularFile(path)
                        ? new FileInputStream(path.toFile())
                        : Files.newInputStream(path));
        var buffered = new BufferedInputStream(raw, BUFFER);
        in = buffered;
        buffered.mark(PEEKED);
        byte[] begin = buffered.readNBytes(PEEKED);
        buffered.reset();
        boolean isGzip = begin.length > 1 && (begin[0] & 0xFF) == GZIP_FIRST && (begin[1] & 0xFF) == GZIP_SECOND;
        // what was unpacked on its way here has often kept its name
        if (!isGzip && path.toString().endsWith(".gz") && !isText(begin)) {
            throw HistoryException.notPacked(path);
        }
        if (isGzip) {
            in = new GZIPInputStream(buffered, BUFFER);
        }
        byte[] first = in.readNBytes(BYTE_ORDER_MARK.length);
        rest = Arrays.equals(first, BYTE_ORDER_MARK) ? new byte[0] : first;
        inCutLine = false;
        return true;
    }

    private static boolean isText(byte[] begin) {
        for (byte each : begin) {
            if (each >= 0 && each < ' ' && !Character.isWhitespace(each)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Block read() throws IOException {
        byte[] buffer = Arrays.copyOf(rest, Math.max(limits.block(), rest.length));
        int filled = rest.length;
        int searched = 0;
        rest = new byte[0];
        while (true) {
            int read = stream().readNBytes(buffer, filled, buffer.length - filled);
            filled += read;
            boolean isEnd = filled < buffer.length;
            if (inCutLine) {
                int end = indexOfLineEnd(buffer, filled);
                if (end < 0) {
                    if (isEnd) {
                        return null;
                    }
                    filled = 0;
                    continue;
                }
                inCutLine = false;
                System.arraycopy(buffer, end + 1, buffer, 0, filled - end - 1);
                filled -= end + 1;
                if (!isEnd) {
                    continue;
                }
            }
            if (isEnd) {
                return filled == 0 ? null : block(buffer, filled, false);
            }
            int last = lastIndexOfLineEnd(buffer, searched, filled);
            if (last >= 0) {
                rest = Arrays.copyOfRange(buffer, last + 1, filled);
                return block(buffer, last + 1, false);
            }
            if (filled > limits.line()) {
                inCutLine = true;
                return block(buffer, filled, true);
            }
            searched = filled;
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, limits.line() + 1));
        }
    }

    private Block block(byte[] bytes, int length, boolean isCut) {
        return new Block(file, bytes, length, isCut, bytesOfEarlierFiles + (raw == null ? 0 : raw.count));
    }

    private InputStream stream() {
        if (in == null) {
            throw new IllegalStateException("no file is open");
        }
        return in;
    }

    private static int indexOfLineEnd(byte[] bytes, int to) {
        for (int i = 0; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOfLineEnd(byte[] bytes, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void closeFile() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
        if (raw != null) {
            bytesOfEarlierFiles += raw.count;
            raw = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
    }

    /** Counts the bytes that were read. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
