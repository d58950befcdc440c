package io.rollcall.jobs.config;

import java.util.List;

/** A configuration that was refused, with every error in it: which key, what was wrong, what was expected. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every error found. */
    public List<String> problems() {
        return problems;
    }
}
