package io.rollcall.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of metrics in {@code docs/operations.md}: the names that Prometheus has by what the page says above it. */
final class MetricsTable {
    private static final Path PAGE = Path.of("../docs/operations.md");
    private static final String HEADER = "| metric | says |";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    static final String OPERATOR = "flink_taskmanager_job_task_operator_";
    static final String ROLLCALL = OPERATOR + "rollcall_";
    static final String SOURCE = OPERATOR + "deserializer_rollcall_";

    private MetricsTable() {}

    /** The names, as patterns: the page leaves open what stands for a kind or a code, and where Flink has its own. */
    static Set<Pattern> names() throws IOException {
        Set<Pattern> names = new LinkedHashSet<>();
        List<String> rows = Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.startsWith(HEADER))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        for (String row : rows) {
            String cell = row.substring(1, row.indexOf(" | "));
            String group = "";
            Matcher name = NAME.matcher(cell);
            while (name.find()) {
                String each = name.group(1);
                if (each.equals("search-index")) {
                    continue;
                }
                boolean isFlinks = cell.contains("Flink's");
                if (!isFlinks) {
                    // what follows in a row is of the group of the one before
                    int dot = each.indexOf('.');
                    group = dot < 0 ? group : each.substring(0, dot + 1);
                    each = dot < 0 ? group + each : each;
                }
                names.add(pattern(each, isFlinks));
            }
        }
        return names;
    }

    private static Pattern pattern(String name, boolean isFlinks) {
        String known =
                name.replace(".NAME", "").replaceAll("[^A-Za-z0-9_]", "_").replaceAll("KIND|CODE", "\\\\w+");
        String prefix = ROLLCALL;
        if (isFlinks) {
            prefix = "flink_(jobmanager_job|taskmanager)_";
        } else if (name.startsWith("elasticsearch.")) {
            prefix = OPERATOR;
        } else if (name.equals("records-lag-max")) {
            prefix = OPERATOR + "KafkaSourceReader_KafkaConsumer_";
        }
        return Pattern.compile(prefix + known);
    }
}
