package io.rollcall.jobs.config;

import java.util.List;

/** The printed reference of the options. */
final class Reference {
    private Reference() {}

    static String markdown(List<Option<?>> options) {
        StringBuilder text = new StringBuilder();
        text.append("Every job reads one configuration: a properties file (`--config FILE`), then `--KEY VALUE`.\n\n");
        text.append("| key | default | what it does |\n|---|---|---|\n");
        for (Option<?> option : options) {
            text.append("| `").append(option.key()).append("` | ");
            text.append(option.defaultText().isEmpty() ? "–" : "`" + option.defaultText() + "`");
            text.append(" | ").append(option.description()).append(" (");
            text.append(option.type().expected()).append(") |\n");
        }
        text.append("| `").append(JobOptions.KAFKA_PROPERTIES).append("*` | – | ");
        text.append("Any property of the Kafka clients, handed on as it is: TLS, SASL, … (text) |\n");
        return text.toString();
    }
}
