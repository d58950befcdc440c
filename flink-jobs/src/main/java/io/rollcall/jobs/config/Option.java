package io.rollcall.jobs.config;

/**
 * One option, declared once.
 *
 * @param key its key, as in the file and after {@code --}
 * @param type what its text may be
 * @param defaultText the value where none is given, as text; empty for an optional one
 * @param secret whether its value is never printed
 * @param description what it does, for the reference
 * @param <T> what it is
 */
public record Option<T>(String key, OptionType<T> type, String defaultText, boolean secret, String description) {

    T parse(String text) {
        try {
            return type.reader().apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            String shown = secret ? "the value" : "'" + text + "'";
            throw new IllegalArgumentException(
                    key + ": " + shown + " is not right (" + e.getMessage() + "); expected: " + type.expected(), e);
        }
    }
}
