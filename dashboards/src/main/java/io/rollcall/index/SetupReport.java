package io.rollcall.index;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a setup did.
 *
 * @param steps one for each template, and one for each index that was there already
 */
public record SetupReport(List<Step> steps) {

    /** What a step concerned. */
    public enum Subject {
        TEMPLATE,
        INDEX
    }

    /** What became of it. */
    public enum Change {
        /** It was not there. */
        CREATED,
        /** It was another one. */
        UPDATED,
        /** It was this one. */
        UNCHANGED,
        /** A newer version of Rollcall has installed it: it was left as it is. */
        NEWER,
        /** Elasticsearch cannot bring it into its new form: somebody has to act. */
        REFUSED
    }

    /**
     * One step.
     *
     * @param name of the template or index
     * @param detail why, and what to do; empty where there is nothing to say
     */
    public record Step(Subject subject, String name, Change change, String detail) {
        @Override
        public String toString() {
            String text = (subject == Subject.TEMPLATE ? "template " : "index ") + name + ": "
                    + change.name().toLowerCase(Locale.ROOT);
            return detail.isEmpty() ? text : text + " (" + detail + ")";
        }
    }

    /** Copies the steps. */
    public SetupReport {
        steps = List.copyOf(steps);
    }

    /** Whether documents can be written from now on: nothing was refused. */
    public boolean complete() {
        return steps.stream().noneMatch(step -> step.change() == Change.REFUSED);
    }

    /** One step a line. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
