package io.rollcall.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wording.English;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;

/** Dead letters in words, and as JSON. */
final class LetterText {
    /** So many communities without a program are told by name. */
    private static final int FEW = 5;

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

    void letter(StoredLetter stored, boolean isSent, boolean payload) {
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
        page.wrapped("    ", "    ", origin(letter) + (isSent ? "; sent once more already" : ""));
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

    void summary(LetterSelection selection, LetterTopic topic, boolean replayed, int most) {
        page.blank();
        int found = selection.found(replayed);
        if (found > 0) {
            page.wrapped("", "  ", "In all: " + counts(selection.byCode(replayed)) + ".");
        }
        if (most > 0 && found > most) {
            page.wrapped("", "  ", "Only the last %,d are shown; --limit 0 shows all.".formatted(most));
        }
        if (!replayed && selection.sent() > 0) {
            page.wrapped(
                    "",
                    "  ",
                    "%,d more %s sent once more already; --replayed shows them too."
                            .formatted(selection.sent(), selection.sent() == 1 ? "was" : "were"));
        }
        oddities(selection, topic);
    }

    private void oddities(LetterSelection selection, LetterTopic topic) {
        if (!selection.missing().isEmpty()) {
            page.wrapped("", "  ", "There is no letter " + String.join(", ", selection.missing()) + ".");
        }
        String foreign = topic.foreign();
        if (foreign != null) {
            page.wrapped("", "  ", foreign);
        }
    }

    /** What a replay would send, and what not, by reason. */
    void sendable(int events, LetterSelection selection, LetterTopic topic, String eventsTopic) {
        page.heading(
                events == 0
                        ? "There is nothing to send."
                        : "%,d event%s to send once more".formatted(events, events == 1 ? "" : "s"));
        Map<String, Integer> sent = new TreeMap<>();
        Map<String, Integer> left = new TreeMap<>();
        Map<String, Integer> withoutProgram = new TreeMap<>();
        int letters = 0;
        for (LetterSelection.Found found : selection.open()) {
            String obstacle = selection.obstacle(found, eventsTopic);
            if (obstacle == null) {
                sent.merge(found.code(), 1, Integer::sum);
                letters++;
            } else {
                (selection.lacksProgram(found) ? withoutProgram : left).merge(obstacle, 1, Integer::sum);
            }
        }
        if (letters > 0) {
            page.wrapped(
                    "",
                    "  ",
                    "Refused as: " + counts(sent)
                            + (letters > events ? " (some of them more than once)." : ".")
                            + " 'rollcall dead-letters list' shows them.");
        }
        left.forEach(this::left);
        withoutProgram(withoutProgram);
        if (selection.sent() > 0) {
            page.wrapped("", "  ", "Sent once more already: %s.".formatted(letters(selection.sent())));
        }
        oddities(selection, topic);
        out.flush();
    }

    private void left(String obstacle, int count) {
        page.wrapped("", "  ", "Not sent: %s: %s".formatted(letters(count), obstacle));
    }

    /** Events can name anything as their community, so there may be thousands. */
    private void withoutProgram(Map<String, Integer> counts) {
        List<Map.Entry<String, Integer>> most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .toList();
        most.stream().limit(FEW).forEach(each -> left(each.getKey(), each.getValue()));
        if (most.size() > FEW) {
            List<Map.Entry<String, Integer>> others = most.subList(FEW, most.size());
            left(
                    English.counted(others.size(), "more community") + " without a program",
                    others.stream().mapToInt(Map.Entry::getValue).sum());
        }
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

    void json(StoredLetter stored, boolean isSent) {
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
        node.put("replayed", isSent);
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
