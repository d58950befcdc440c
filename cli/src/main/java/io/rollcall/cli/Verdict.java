package io.rollcall.cli;

import io.rollcall.program.Program;
import io.rollcall.program.ProgramException;
import io.rollcall.program.ProgramException.Problem;
import io.rollcall.program.ProgramParser;
import io.rollcall.program.review.Doubt;
import io.rollcall.program.review.Review;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to say about a program's file.
 *
 * @param unreadable why there is no text at all; null if there is one
 * @param program the program; null if it was refused
 * @param isReviewed whether the doubts are known: not where the errors leave too little to doubt
 */
record Verdict(
        String file,
        String text,
        @Nullable String unreadable,
        @Nullable Program program,
        List<Problem> errors,
        List<Doubt> doubts,
        boolean isReviewed) {

    static Verdict of(ProgramFile file) {
        try {
            Program program = file.program();
            return new Verdict(file.name(), file.text(), null, program, List.of(), Review.of(program), true);
        } catch (ProgramException e) {
            return refused(file, e);
        }
    }

    /** Errors, and the warnings that can be known all the same. */
    static Verdict refused(ProgramFile file, ProgramException e) {
        Optional<Program> draft = ProgramParser.draft(file.text());
        return new Verdict(
                file.name(),
                file.text(),
                null,
                null,
                e.problems(),
                draft.map(Review::ofDraft).orElse(List.of()),
                draft.isPresent());
    }

    static Verdict unreadable(String file, Failure failure) {
        return new Verdict(file, "", String.valueOf(failure.getMessage()), null, List.of(), List.of(), true);
    }

    boolean isRight() {
        return program != null;
    }

    List<Doubt> warnings() {
        return doubts.stream().filter(doubt -> !doubt.code().isNote()).toList();
    }

    List<Doubt> notes() {
        return doubts.stream().filter(doubt -> doubt.code().isNote()).toList();
    }

    /** For people. */
    String describe() {
        if (unreadable != null) {
            return unreadable;
        }
        StringBuilder description = new StringBuilder();
        if (program == null) {
            description
                    .append(file)
                    .append(" is no valid program: ")
                    .append(number(errors.size(), "error"))
                    .append(
                            warnings().isEmpty()
                                    ? ""
                                    : " and " + number(warnings().size(), "warning"));
        } else {
            description
                    .append("%s: the program '%s' of the community '%s' is right"
                            .formatted(file, program.name(), program.community()))
                    .append(
                            warnings().isEmpty()
                                    ? ""
                                    : ", with " + number(warnings().size(), "warning"));
        }
        var excerpt = new Excerpt(text);
        for (Problem error : errors) {
            description.append("\n\n").append(error);
            append(description, excerpt.at(error.line(), error.column()));
        }
        for (Doubt warning : warnings()) {
            description.append("\n\n%s:%d:%d: warning: %s [%s]"
                    .formatted(
                            file,
                            warning.line(),
                            warning.column(),
                            warning.message(),
                            warning.code().text()));
            append(description, excerpt.at(warning.line(), warning.column()));
        }
        if (!isReviewed) {
            description.append("\n\n  note: warnings can be told only when these errors are mended");
        }
        if (!notes().isEmpty()) {
            description.append(warnings().isEmpty() ? "\n" : "\n\n").append(unusedMetrics());
        }
        return description.toString();
    }

    /** Metrics that are only shown are as often meant as not: one line for all of them. */
    private String unusedMetrics() {
        List<String> names = notes().stream()
                .map(note -> note.message()
                        .substring("metrics.".length(), note.message().indexOf(':')))
                .toList();
        return "  note: no rule names the " + (names.size() == 1 ? "metric " : "metrics ") + String.join(", ", names)
                + (names.size() == 1 ? "; it is" : "; they are") + " kept and shown for every member all the same";
    }

    private static void append(StringBuilder description, String excerpt) {
        if (!excerpt.isEmpty()) {
            description.append('\n').append(excerpt);
        }
    }

    private static String number(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** For machines. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        json.put("valid", isRight());
        json.put("program", program == null ? null : program.name());
        json.put("community", program == null ? null : program.community());
        List<Map<String, Object>> all = new ArrayList<>();
        if (unreadable != null) {
            all.add(entry(null, null, unreadable, "unreadable"));
        }
        errors.forEach(error -> all.add(entry(error.line(), error.column(), error.message(), error.code())));
        json.put("errors", all);
        json.put("reviewed", isReviewed);
        json.put("warnings", warnings().stream().map(Verdict::entry).toList());
        json.put("notes", notes().stream().map(Verdict::entry).toList());
        return json;
    }

    private static Map<String, Object> entry(Doubt doubt) {
        return entry(doubt.line(), doubt.column(), doubt.message(), doubt.code().text());
    }

    private static Map<String, Object> entry(
            @Nullable Integer line, @Nullable Integer column, String message, String code) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("line", line);
        entry.put("column", column);
        entry.put("message", message);
        entry.put("code", code);
        return entry;
    }
}
