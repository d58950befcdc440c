package io.rollcall.program;

import io.rollcall.condition.Nearest;
import io.rollcall.metric.Metric;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads programs. */
public final class ProgramParser {
    /** A spread of a day or more would move a midnight's evaluation past the next midnight. */
    private static final long DAY = 86_400_000;

    private static final int SMALLEST_PLAUSIBLE_DAY = 22 * 3_600_000;

    private final Problems problems;
    private int refusedConditions;

    private ProgramParser(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads a program.
     *
     * @param file the name to use in errors
     * @param text the YAML text
     * @param version the version to give it
     * @throws ProgramException with every error found, each with line, column, what was expected and the nearest name
     */
    public static Program parse(String file, String text, long version) {
        var problems = new Problems(file, text);
        Program program = read(text, version, problems);
        if (program == null || !problems.isEmpty()) {
            throw problems.refusal();
        }
        return program;
    }

    /**
     * A program that is refused for conditions alone and for unknown keys in whose place nothing else is missing, for
     * whoever looks on for what else may be unmeant in it: its refused conditions have no text. Empty where it has other
     * errors.
     */
    public static Optional<Program> draft(String text) {
        var problems = new Problems("", text);
        Node node = YamlText.compose(text, problems);
        var root = node == null ? null : YamlMap.root(node, problems);
        if (root == null || !problems.isEmpty()) {
            return Optional.empty();
        }
        var parser = new ProgramParser(problems);
        Program program = parser.program(root, text, 0);
        return problems.count() == parser.refusedConditions + problems.unknownThatHideNothing()
                ? Optional.of(program)
                : Optional.empty();
    }

    static @Nullable Program read(String text, long version, Problems problems) {
        Node node = YamlText.compose(text, problems);
        var root = node == null ? null : YamlMap.root(node, problems);
        return root == null ? null : new ProgramParser(problems).program(root, text, version);
    }

    private Program program(YamlMap root, String text, long version) {
        String name = required(root, "program");
        String community = required(root, "community");
        var dates = new LocalDates(zone(root));
        Boolean firstSeen = root.choice("join", choices("explicit", "first-seen"));
        Boolean shadow = root.choice("mode", choices("live", "shadow"));
        Set<String> excluded = Set.copyOf(root.texts("exclude"));
        long spread = root.duration("midnight_spread", true, 0);
        if (spread >= SMALLEST_PLAUSIBLE_DAY) {
            problems.add(
                    root.valueNode("midnight_spread"),
                    "midnight_spread: expected less than 22h, so that it ends before the next midnight");
        }
        var sets = EventSets.read(root.section("events"), problems);
        var metricParser = new MetricParser(sets, problems);
        var metrics = metricParser.metrics(root.section("metrics"));
        var pointsMap = root.section("points");
        var laddersMap = root.section("ladders");
        var badgesMap = root.section("badges");
        var segmentsMap = root.section("segments");
        var ladderNames = laddersMap.names();
        var vocabulary = Program.Names.of(
                metrics,
                ladderNames,
                ladderNames.stream().map(each -> tierNames(laddersMap, each)).toList(),
                badgesMap.names(),
                badgesMap.names().stream()
                        .map(each -> levelNames(badgesMap, each))
                        .toList(),
                segmentsMap.names());
        var conditions = new ConditionReader(metricParser.refused(), vocabulary, problems);
        var rules = new RuleParser(sets, conditions, problems);
        var points = new PointsParser(sets, metrics, metricParser.refused(), problems);
        points.read(pointsMap);
        var ladders = rules.ladders(laddersMap);
        var badges = new BadgeParser(metrics, metricParser.refused(), conditions, problems).badges(badgesMap);
        var quests = rules.quests(root.section("quests"));
        var lifecycle = rules.lifecycle(root.map("lifecycle"));
        var segments = rules.segments(segmentsMap);
        var rfm = rules.rfm(root.map("rfm"));
        var alerts = rules.alerts(root.section("alerts"));
        refusedConditions = conditions.refusedConditions();
        root.refuseOthers();
        return new Program(
                name,
                community,
                version,
                text,
                dates,
                Boolean.TRUE.equals(firstSeen),
                Boolean.TRUE.equals(shadow),
                excluded,
                Math.min(spread, DAY - 1),
                metrics,
                points.earn(),
                points.redeem(),
                ladders,
                badges,
                quests,
                lifecycle,
                segments,
                rfm,
                alerts);
    }

    /** The default, then the other. */
    private static Map<String, Boolean> choices(String usual, String other) {
        var choices = new LinkedHashMap<String, Boolean>();
        choices.put(usual, false);
        choices.put(other, true);
        return choices;
    }

    private String required(YamlMap root, String key) {
        String name = root.name(key);
        if (!root.has(key)) {
            root.missing(key, "a name in kebab-case or snake_case, like book-club");
        }
        return name == null ? "" : name;
    }

    private ZoneId zone(YamlMap root) {
        String text = root.text("timezone");
        if (text == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            problems.add(
                    root.valueNode("timezone"),
                    "unknown-name",
                    "timezone: no time zone is called '" + text + "'; expected one like Europe/Berlin or UTC"
                            + nearestZone(text));
            return ZoneOffset.UTC;
        }
    }

    private static String nearestZone(String text) {
        var zones = new TreeSet<>(ZoneId.getAvailableZoneIds());
        String city = "/" + text.replace(' ', '_').toLowerCase(Locale.ROOT);
        return zones.stream()
                .filter(zone -> ("/" + zone.toLowerCase(Locale.ROOT)).endsWith(city))
                .findFirst()
                .map(zone -> "; did you mean '" + zone + "'?")
                .orElseGet(() -> Nearest.suggestion(text, zones));
    }

    /** The names come first, so that conditions can name what stands further below. */
    private static List<String> tierNames(YamlMap ladders, String ladder) {
        var names = new ArrayList<String>();
        if (ladders.valueNode(ladder) instanceof SequenceNode tiers) {
            for (Node tier : tiers.getValue()) {
                tierName(tier).ifPresent(names::add);
            }
        }
        return names;
    }

    static Optional<String> tierName(Node tier) {
        return tier instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(each -> each.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals("tier"))
                        .map(each -> each.getValueNode() instanceof ScalarNode value ? value.getValue() : "")
                        .findFirst()
                : Optional.empty();
    }

    private static List<String> levelNames(YamlMap badges, String badge) {
        var names = new ArrayList<String>();
        if (badges.valueNode(badge) instanceof MappingNode mapping) {
            for (var tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("levels")
                        && tuple.getValueNode() instanceof MappingNode levels) {
                    levels.getValue().stream()
                            .map(each -> each.getKeyNode() instanceof ScalarNode level ? level.getValue() : "")
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    /** The index of a metric by name, or -1. */
    static int indexOf(List<Metric> metrics, String name) {
        for (int i = 0; i < metrics.size(); i++) {
            if (metrics.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
