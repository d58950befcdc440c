package io.rollcall.jobs.event;

import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large the parts of an event may be. Ids become keys of state and of topics, so one absurd id would be paid for
 * again and again.
 *
 * @param idBytes the longest id, community, type, member or recipient, in bytes of UTF-8
 * @param attributes the most attributes
 * @param attributeBytes the longest attribute name or value, in bytes of UTF-8
 */
public record EventLimits(int idBytes, int attributes, int attributeBytes) implements Serializable {

    /** The configured limits. */
    public static EventLimits of(JobConfiguration configuration) {
        return new EventLimits(
                configuration.get(JobOptions.MAX_ID_BYTES),
                configuration.get(JobOptions.MAX_ATTRIBUTES),
                configuration.get(JobOptions.MAX_ATTRIBUTE_BYTES));
    }

    /** What is too large in an event, and which option says so; null if nothing is. */
    @Nullable
    String violation(Event event) {
        if (exceeds(event.id(), idBytes)) {
            return tooLong("id", idBytes, JobOptions.MAX_ID_BYTES.key());
        } else if (exceeds(event.community(), idBytes)) {
            return tooLong("community", idBytes, JobOptions.MAX_ID_BYTES.key());
        } else if (exceeds(event.type(), idBytes)) {
            return tooLong("type", idBytes, JobOptions.MAX_ID_BYTES.key());
        } else if (exceeds(event.member(), idBytes)) {
            return tooLong("member", idBytes, JobOptions.MAX_ID_BYTES.key());
        } else if (exceeds(event.recipient(), idBytes)) {
            return tooLong("recipient", idBytes, JobOptions.MAX_ID_BYTES.key());
        } else if (event.attributes().size() > attributes) {
            return "there are " + event.attributes().size() + " attributes; expected at most " + attributes + " ("
                    + JobOptions.MAX_ATTRIBUTES.key() + ")";
        }
        for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
            if (exceeds(attribute.getKey(), attributeBytes)) {
                return tooLong("an attribute's name", attributeBytes, JobOptions.MAX_ATTRIBUTE_BYTES.key());
            }
            if (exceeds(attribute.getValue(), attributeBytes)) {
                return tooLong(
                        "attribute '" + attribute.getKey() + "'", attributeBytes, JobOptions.MAX_ATTRIBUTE_BYTES.key());
            }
        }
        return null;
    }

    private static boolean exceeds(@Nullable String text, int most) {
        if (text == null || text.length() * 3L <= most) {
            return false;
        }
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            // each half of a surrogate pair is two of its four bytes
            bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return bytes > most;
    }

    private static String tooLong(String what, int most, String option) {
        return what + " is too long; expected at most " + most + " bytes of UTF-8 (" + option + ")";
    }
}
