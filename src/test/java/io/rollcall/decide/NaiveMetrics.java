package io.rollcall.decide;

import io.rollcall.event.Event;
import io.rollcall.metric.Metric;
import io.rollcall.program.Program;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Metrics computed anew from all raw events, with no thought of speed: the definition of section 4, word for word. */
record NaiveMetrics(Program program, String member, List<Event> events) {

    /** The member's events without the repeats: an id seen on an event at most one hour older. */
    private List<Event> taken() {
        List<Event> taken = new ArrayList<>();
        for (Event event : events) {
            boolean reaches = member.equals(event.member()) || member.equals(event.recipient());
            boolean repeat = taken.stream()
                    .anyMatch(before -> before.id().equals(event.id()) && event.at() - before.at() <= 3_600_000);
            if (reaches && !repeat) {
                taken.add(event);
            }
        }
        return taken;
    }

    Map<String, Double> at(long now, @Nullable Long joinedAt) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric metric : program.metrics()) {
            values.put(metric.name(), value(metric, date(now), joinedAt));
        }
        return values;
    }

    private LocalDate date(long instant) {
        return Instant.ofEpochMilli(instant).atZone(program.dates().zone()).toLocalDate();
    }

    private double value(Metric metric, LocalDate today, @Nullable Long joinedAt) {
        List<Event> matching = taken().stream()
                .filter(event -> metric.set().contains(event.type()))
                .filter(event -> metric.asRecipient() != member.equals(event.member()))
                .filter(event -> metric.where() == null || metric.where().holds(event))
                .filter(event -> metric.over() == 0 || date(event.at()).isAfter(today.minusDays(metric.over())))
                .toList();
        var dates = matching.stream().map(event -> date(event.at())).collect(Collectors.toCollection(TreeSet::new));
        return switch (metric.form()) {
            case COUNT -> matching.size();
            case SUM ->
                matching.stream()
                        .map(event -> new BigDecimal(event.value()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .setScale(6, RoundingMode.HALF_EVEN)
                        .doubleValue();
            case DAYS -> dates.size();
            case STREAK -> streak(dates, today);
            case SINCE ->
                !dates.isEmpty()
                        ? ChronoUnit.DAYS.between(dates.last(), today)
                        : joinedAt == null ? 0 : ChronoUnit.DAYS.between(date(joinedAt), today);
            case DISTINCT ->
                Math.min(metric.cap(), fields(metric, matching).distinct().count());
            case REACH ->
                fields(metric, matching)
                        .collect(Collectors.toMap(field -> field, field -> 1, Integer::sum, HashMap::new))
                        .values()
                        .stream()
                        .filter(count -> count >= metric.at())
                        .count();
        };
    }

    private static int streak(TreeSet<LocalDate> dates, LocalDate today) {
        LocalDate day = dates.contains(today) ? today : today.minusDays(1);
        int length = 0;
        while (dates.contains(day)) {
            length++;
            day = day.minusDays(1);
        }
        return length;
    }

    private static Stream<String> fields(Metric metric, List<Event> matching) {
        return matching.stream()
                .map(event -> "member".equals(metric.of())
                        ? event.member()
                        : event.attributes().get(metric.of()))
                .filter(field -> field != null && !field.isEmpty());
    }
}
