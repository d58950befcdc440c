package io.rollcall.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.wire.DeadLetter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;

/** Dead letters in words, and as JSON. */
final class LetterText {
    private static final int SHOWN = 10;

    private final PrintWriter out;
    private final Page page;
    private final ObjectMapper json = new ObjectMapper();
    private final PayloadText payloads = new PayloadText();

    LetterText(PrintWriter out) {
        this.out = out;
        this.page = new Page(out);
    }

    void heading(int found, String topic) {
        page.heading("%s in %s".formatted(letters(found), topic));
    }

    void letter(StoredLetter stored, boolean payload) {
        DeadLetter letter = stored.letter();
        page.blank();
        page.wrapped(
                "",
                "    ",
                "%s  %s UTC  %s"
                        .formatted(
                                stored.name(),
                                Page.time(letter.getReceivedAt().toEpochMilli(), ZoneOffset.UTC),
                                letter.getCode()),
                Style.bold);
        page.wrapped("    ", "    ", letter.getReason());
        page.wrapped("    ", "    ", origin(letter));
        if (payload) {
            ByteBuffer bytes = letter.getPayload();
            page.line("    " + (bytes == null ? "(nothing was in it)" : payloads.text(bytes)));
        }
    }

    private static String origin(DeadLetter letter) {
        String key = letter.getKey() == null ? "" : ", key " + PayloadText.shortText(letter.getKey());
        String from = letter.getTopic() == null
                ? "from no topic"
                : "from %s%s"
                        .formatted(
                                letter.getTopic(),
                                letter.getPartition() == null
                                        ? ""
                                        : " %d/%d".formatted(letter.getPartition(), letter.getOffset()));
        return from + key + ", refused by " + letter.getSource();
    }

    void summary(DeadLettersCommand.Selection selection, int limit) {
        page.blank();
        if (selection.found() > 0) {
            page.wrapped("", "  ", "In all: " + counts(selection.byCode()) + ".");
        }
        if (limit > 0 && selection.found() > limit) {
            page.wrapped("", "  ", "Only the last %,d are shown; --limit 0 shows all.".formatted(limit));
        }
        if (selection.hidden() > 0) {
            page.wrapped(
                    "",
                    "  ",
                    "%,d more %s sent once more already; --replayed shows them too."
                            .formatted(selection.hidden(), selection.hidden() == 1 ? "was" : "were"));
        }
        String foreign = selection.foreign();
        if (foreign != null) {
            page.wrapped("", "  ", foreign);
        }
    }

    /** What a replay would send, and what not, by reason. */
    void sendable(List<StoredLetter> sendable, Map<String, Integer> left) {
        page.heading(
                sendable.isEmpty()
                        ? "There is nothing to send."
                        : "%,d event%s to send once more".formatted(sendable.size(), sendable.size() == 1 ? "" : "s"));
        sendable.stream().limit(SHOWN).forEach(letter -> letter(letter, false));
        if (sendable.size() > SHOWN) {
            page.blank();
            page.line("  and %,d more".formatted(sendable.size() - SHOWN));
        }
        left.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> page.wrapped(
                        "", "  ", "Not sent: %s: %s".formatted(letters(entry.getValue()), entry.getKey())));
        out.flush();
    }

    void sent(LetterReplay.Sent sent) {
        page.wrapped(
                "",
                "  ",
                "Sent: %,d event%s. The jobs judge each as if it had just come, by its own instant."
                        .formatted(sent.events(), sent.events() == 1 ? "" : "s"));
        for (String gone : sent.gone()) {
            page.wrapped("", "  ", gone);
        }
    }

    void json(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        ObjectNode node = json.createObjectNode();
        node.put("letter", stored.name());
        node.put("code", letter.getCode());
        node.put("reason", letter.getReason());
        node.put("source", letter.getSource());
        node.put("refusedAt", letter.getReceivedAt().toString());
        node.put("topic", letter.getTopic());
        node.put("partition", letter.getPartition());
        node.put("offset", letter.getOffset());
        node.put("key", base64(letter.getKey()));
        node.put("payload", base64(letter.getPayload()));
        ByteBuffer bytes = letter.getPayload();
        String event = bytes == null ? null : payloads.event(bytes);
        try {
            if (event != null) {
                node.set("event", json.readTree(event));
            }
            out.println(json.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out.flush();
    }

    private static @Nullable String base64(@Nullable ByteBuffer bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(PayloadText.bytes(bytes));
    }

    private static String counts(Map<String, Integer> byCode) {
        return byCode.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String letters(int count) {
        return switch (count) {
            case 0 -> "No dead letters";
            case 1 -> "1 dead letter";
            default -> "%,d dead letters".formatted(count);
        };
    }
}
