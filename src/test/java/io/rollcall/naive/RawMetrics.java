package io.rollcall.naive;

import io.rollcall.event.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Metrics (SEMANTICS section 4) recomputed from all of a member's events every time. */
final class RawMetrics {
    private final NaiveProgram program;

    RawMetrics(NaiveProgram program) {
        this.program = program;
    }

    /**
     * An event that reached the member, as its actor or as its recipient.
     *
     * @param date its local date
     * @param metrics the metrics that it feeds
     */
    record Taken(Event event, boolean actor, LocalDate date, Set<String> metrics) {}

    Taken taken(Event event, boolean actor) {
        var fed = new HashSet<String>();
        program.metrics.forEach((name, metric) -> {
            Cel.Node where = metric.condition("where");
            if (actor != metric.text("as", "").equals("recipient")
                    && metric.set(form(metric)).contains(event.type())
                    && (where == null || where.holds(new Fields(event)))) {
                fed.add(name);
            }
        });
        return new Taken(event, actor, date(event.at()), fed);
    }

    private static String form(NaiveProgram.Body metric) {
        return List.of("count", "sum", "days", "streak", "since", "distinct", "reach").stream()
                .filter(metric::has)
                .findFirst()
                .orElseThrow();
    }

    LocalDate date(long instant) {
        return Instant.ofEpochMilli(instant).atZone(program.zone).toLocalDate();
    }

    double value(String name, List<Taken> history, long now, @Nullable Long joinedAt) {
        NaiveProgram.Body metric = Objects.requireNonNull(program.metrics.get(name));
        LocalDate today = date(now);
        long window = metric.duration("over") / 86_400_000L;
        LocalDate last = today.minusDays(window);
        List<Taken> events = history.stream()
                .filter(taken -> taken.metrics.contains(name))
                .filter(taken -> window == 0 || taken.date.isAfter(last) && !taken.date.isAfter(today))
                .toList();
        return switch (form(metric)) {
            case "count" -> events.size();
            case "sum" -> sum(events);
            case "days" -> dates(events).size();
            case "streak" -> streak(dates(events), today);
            case "since" -> since(events, today, joinedAt);
            case "distinct" -> distinct(metric, events);
            default -> reach(metric, events);
        };
    }

    private static double sum(List<Taken> events) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Taken each : events) {
            sum = sum.add(new BigDecimal(each.event.value()));
        }
        return sum.setScale(6, RoundingMode.HALF_EVEN).doubleValue();
    }

    private static Set<LocalDate> dates(List<Taken> events) {
        var dates = new HashSet<LocalDate>();
        events.forEach(each -> dates.add(each.date));
        return dates;
    }

    private static int streak(Set<LocalDate> dates, LocalDate today) {
        LocalDate last = dates.contains(today) ? today : today.minusDays(1);
        int length = 0;
        while (dates.contains(last.minusDays(length))) {
            length++;
        }
        return length;
    }

    private double since(List<Taken> events, LocalDate today, @Nullable Long joinedAt) {
        LocalDate last =
                dates(events).stream().max(LocalDate::compareTo).orElse(joinedAt == null ? today : date(joinedAt));
        return ChronoUnit.DAYS.between(last, today);
    }

    private static double distinct(NaiveProgram.Body metric, List<Taken> events) {
        var values = new HashSet<String>();
        for (Taken each : events) {
            String value = field(each.event, metric.text("of", ""));
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return Math.min(values.size(), metric.number("cap", 100));
    }

    private static double reach(NaiveProgram.Body metric, List<Taken> events) {
        int at = (int) metric.number("at", 0);
        int cap = (int) metric.number("cap", 100);
        Set<String> reached = new HashSet<>();
        // the least recently touched first
        Map<String, Integer> short_ = new LinkedHashMap<>();
        for (Taken each : events) {
            String value = field(each.event, metric.text("of", ""));
            if (value.isEmpty() || reached.contains(value)) {
                continue;
            }
            Integer before = short_.remove(value);
            int count = before == null ? 1 : before + 1;
            if (count >= at) {
                reached.add(value);
            } else {
                short_.put(value, count);
                if (short_.size() > cap) {
                    short_.remove(short_.keySet().iterator().next());
                }
            }
        }
        return reached.size();
    }

    private static String field(Event event, String name) {
        String value =
                switch (name) {
                    case "member" -> event.member();
                    case "recipient" -> event.recipient();
                    default -> event.attributes().get(name);
                };
        return value == null ? "" : value;
    }

    /** What {@code where} may name. */
    private record Fields(Event event) implements Cel.Scope {
        @Override
        public Object name(String name) {
            if (name.equals("value")) {
                return event.value();
            }
            return name.equals("type")
                    ? event.type()
                    : field(event, name.startsWith("attributes.") ? name.substring("attributes.".length()) : name);
        }

        @Override
        public boolean call(String function, List<String> arguments) {
            throw new IllegalArgumentException(function);
        }
    }
}
