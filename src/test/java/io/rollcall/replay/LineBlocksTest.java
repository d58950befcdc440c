package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.replay.LineBlocks.Block;
import io.rollcall.replay.LineBlocks.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineBlocksTest {
    private static final Limits TINY = new Limits(16, 40);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private Path file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Block> blocks(Limits limits, Path... files) throws IOException {
        List<Block> blocks = new ArrayList<>();
        try (var reader = new LineBlocks(List.of(files), limits)) {
            for (Block block = reader.next(); block != null; block = reader.next()) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private static String text(Block block) {
        return new String(block.bytes(), 0, block.length(), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    @Test
    void noLineIsInTwoBlocksAndNothingIsLost() throws IOException {
        String text = "one\ntwo two two\n\nthree\r\nfour four four four\nlast without an end";

        List<Block> blocks = blocks(TINY, file("a.jsonl", text));

        assertThat(blocks).hasSizeGreaterThan(2);
        assertThat(blocks.subList(0, blocks.size() - 1))
                .allSatisfy(block -> assertThat(text(block)).endsWith("\n"));
        assertThat(String.join("", blocks.stream().map(LineBlocksTest::text).toList()))
                .isEqualTo(text);
    }

    @Test
    void filesComeOneAfterTheOtherAndNeverShareABlock() throws IOException {
        Path first = file("a", "a");
        Path empty = file("b", "");
        Path last = file("c", "c\n");

        List<Block> blocks = blocks(TINY, first, empty, last);

        assertThat(blocks).extracting(LineBlocksTest::text).containsExactly("a", "c\n");
        assertThat(blocks).extracting(Block::file).containsExactly(0, 2);
        assertThat(blocks.get(1).position()).isEqualTo(3);
    }

    @Test
    void gzipIsToldByItsBytesAlsoWhereSeveralWerePutTogether() throws IOException {
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(gzip("one\n"));
        joined.writeBytes(gzip("two\n"));

        List<Block> blocks = blocks(TINY, file("named.txt", joined.toByteArray()), file("plain.gz", "plain\n"));

        assertThat(blocks).extracting(LineBlocksTest::text).containsExactly("one\ntwo\n", "plain\n");
    }

    @Test
    void whatIsCalledGzipAndIsNeitherThatNorTextIsNoHistory() throws IOException {
        Path file = file("photo.gz", new byte[] {'P', 'K', 3, 4, 0, 7});

        assertThatThrownBy(() -> blocks(TINY, file))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining(file + " is not packed by gzip, although its name says so");
    }

    @Test
    void aByteOrderMarkAtTheBeginningOfAFileIsNoPartOfTheFirstLine() throws IOException {
        List<Block> blocks = blocks(TINY, file("windows", "\uFEFFone\n\uFEFFtwo\n"));

        assertThat(String.join("", blocks.stream().map(LineBlocksTest::text).toList()))
                .isEqualTo("one\n\uFEFFtwo\n");
    }

    @Test
    void aLineThatIsLongerThanAnyEventIsCutAndTheNextOneIsWhole() throws IOException {
        String longest = "x".repeat(40);
        String tooLong = "y".repeat(1_000);

        List<Block> blocks = blocks(TINY, file("long", longest + "\n" + tooLong + "\nnext\n" + tooLong));

        assertThat(blocks).extracting(Block::isCut).containsExactly(false, true, false, true);
        assertThat(text(blocks.get(0))).isEqualTo(longest + "\n");
        assertThat(text(blocks.get(1))).hasSize(41);
        assertThat(text(blocks.get(2))).isEqualTo("next\n");
    }

    @Test
    void aHundredMegabytesInOneLineAreNeverInMemory() throws IOException {
        Path file = directory.resolve("huge.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            byte[] piece = "z".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100; i++) {
                out.write(piece);
            }
            out.write("\nafter\n".getBytes(StandardCharsets.UTF_8));
        }

        List<Block> blocks = blocks(Limits.DEFAULT, file);

        assertThat(blocks).hasSize(2);
        assertThat(blocks.get(0).length()).isLessThanOrEqualTo(Limits.DEFAULT.line() + 1);
        assertThat(text(blocks.get(1))).isEqualTo("after\n");
        try (InputStream in = Files.newInputStream(file)) {
            assertThat(blocks.get(1).position()).isEqualTo(in.readAllBytes().length);
        }
    }
}
