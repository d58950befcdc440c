package io.rollcall.jobs.config;

import io.rollcall.wire.Topics;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a job: right as a whole, immutable, serializable.
 *
 * <p>Read by {@code configuration.get(JobOptions.SNAPSHOT_INTERVAL)}.
 */
public final class JobConfiguration implements Serializable {
    private static final long serialVersionUID = 1;

    private static final String CONFIG = "config";

    private final TreeMap<String, String> given;

    private JobConfiguration(TreeMap<String, String> given) {
        this.given = given;
    }

    /** Whether somebody asks for {@link #reference()}. */
    public static boolean asksForHelp(String... arguments) {
        return List.of(arguments).contains("--help");
    }

    /**
     * The configuration of a command line: {@code --config FILE} (properties, in UTF-8) first, then every
     * {@code --key value} or {@code --key=value}, the later before the earlier.
     *
     * @throws ConfigurationException with every error found
     */
    public static JobConfiguration fromArguments(String... arguments) {
        List<String> problems = new ArrayList<>();
        Map<String, String> fromLine = new TreeMap<>();
        String file = null;
        int i = 0;
        while (i < arguments.length) {
            String argument = arguments[i++];
            if (!argument.startsWith("--")) {
                problems.add("'" + argument + "' is no option; expected: --KEY VALUE");
                continue;
            }
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
            String value;
            if (equals >= 0) {
                value = argument.substring(equals + 1);
            } else if (i < arguments.length) {
                value = arguments[i++];
            } else {
                problems.add(key + ": its value is missing");
                continue;
            }
            if (key.equals(CONFIG)) {
                file = value;
            } else {
                fromLine.put(key, value);
            }
        }
        Map<String, String> values = new TreeMap<>(fromFile(file, problems));
        values.putAll(fromLine);
        return checked(values, problems);
    }

    /**
     * The configuration of these values; options that are not given have their defaults.
     *
     * @throws ConfigurationException with every error found
     */
    public static JobConfiguration of(Map<String, String> values) {
        return checked(values, new ArrayList<>());
    }

    /** The value of an option. */
    public <T> T get(Option<T> option) {
        return option.parse(given.getOrDefault(option.key(), option.defaultText()));
    }

    /** Whether somebody gave the option a value; else it has its default. */
    public boolean isGiven(Option<?> option) {
        return given.containsKey(option.key());
    }

    /** What every Kafka client gets: the brokers and whatever passes through. */
    public Properties kafkaProperties() {
        Properties properties = new Properties();
        given.tailMap(JobOptions.KAFKA_PROPERTIES).forEach((key, value) -> {
            if (key.startsWith(JobOptions.KAFKA_PROPERTIES)) {
                properties.setProperty(key.substring(JobOptions.KAFKA_PROPERTIES.length()), value);
            }
        });
        properties.setProperty("bootstrap.servers", get(JobOptions.KAFKA_BOOTSTRAP_SERVERS));
        return properties;
    }

    /** The names of the topics. */
    public Topics topics() {
        return new Topics(get(JobOptions.TOPICS_PREFIX));
    }

    /** Whether a partition that is silent lets the clock of the others go on; with heartbeats none is silent. */
    public boolean partitionsGoIdle() {
        return get(JobOptions.HEARTBEAT_INTERVAL).isZero()
                && !get(JobOptions.IDLE_TIMEOUT).isZero();
    }

    /** The same configuration, but for one value. */
    public JobConfiguration with(Option<?> option, String value) {
        Map<String, String> values = new TreeMap<>(given);
        values.put(option.key(), value);
        return of(values);
    }

    /** Every option with its default and what it does, as Markdown. */
    public static String reference() {
        return Reference.markdown(JobOptions.all());
    }

    /** What was given, one {@code key=value} a line; secrets are not shown. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        given.forEach((key, value) -> text.append(key)
                .append('=')
                .append(isSecret(key) ? "******" : value)
                .append('\n'));
        return text.toString();
    }

    private static boolean isSecret(String key) {
        // of the properties that pass through we cannot know: only the ones that are known to be harmless are shown
        return key.startsWith(JobOptions.KAFKA_PROPERTIES)
                ? !key.endsWith(".protocol") && !key.endsWith(".mechanism")
                : option(key).map(Option::secret).orElse(false);
    }

    private static Map<String, String> fromFile(@Nullable String file, List<String> problems) {
        if (file == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            problems.add(CONFIG + ": there is no file " + file);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(CONFIG + ": " + file + " cannot be read as a properties file in UTF-8 (" + e + ")");
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    private static JobConfiguration checked(Map<String, String> values, List<String> problems) {
        TreeMap<String, String> given = new TreeMap<>(values);
        given.forEach((key, value) -> problem(key, value).ifPresent(problems::add));
        JobConfiguration configuration = new JobConfiguration(given);
        if (problems.isEmpty()) {
            contradictions(configuration, problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return configuration;
    }

    private static Optional<String> problem(String key, String value) {
        if (key.startsWith(JobOptions.KAFKA_PROPERTIES) && key.length() > JobOptions.KAFKA_PROPERTIES.length()) {
            return key.equals(JobOptions.KAFKA_PROPERTIES + "bootstrap.servers")
                    ? Optional.of(key + ": use " + JobOptions.KAFKA_BOOTSTRAP_SERVERS.key())
                    : Optional.empty();
        }
        Optional<Option<?>> option = option(key);
        if (option.isEmpty()) {
            List<String> known = JobOptions.all().stream().map(Option::key).toList();
            return Optional.of(key + ": there is no such option; did you mean "
                    + NearestKey.to(key, known).orElseThrow() + "? (rollcall config lists them all)");
        }
        try {
            option.get().parse(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void contradictions(JobConfiguration configuration, List<String> problems) {
        if (configuration.get(JobOptions.DELIVERY) == Delivery.EXACTLY_ONCE
                && configuration
                                .get(JobOptions.TRANSACTION_TIMEOUT)
                                .compareTo(configuration.get(JobOptions.CHECKPOINT_INTERVAL))
                        <= 0) {
            problems.add(JobOptions.TRANSACTION_TIMEOUT.key() + ": must exceed " + JobOptions.CHECKPOINT_INTERVAL.key()
                    + ", or the broker drops outcomes before they are committed");
        }
        if (configuration.get(JobOptions.ELASTICSEARCH_USERNAME).isPresent()
                != configuration.get(JobOptions.ELASTICSEARCH_PASSWORD).isPresent()) {
            problems.add(JobOptions.ELASTICSEARCH_USERNAME.key() + " and " + JobOptions.ELASTICSEARCH_PASSWORD.key()
                    + " go together: give both or neither");
        }
        if (configuration.get(JobOptions.ELASTICSEARCH_USERNAME).isPresent()
                && configuration.get(JobOptions.ELASTICSEARCH_API_KEY).isPresent()) {
            problems.add(JobOptions.ELASTICSEARCH_API_KEY.key() + " and " + JobOptions.ELASTICSEARCH_USERNAME.key()
                    + " exclude each other: give one of them");
        }
        timeContradictions(configuration, problems);
        if (configuration.get(JobOptions.PARALLELISM).orElse(1) > configuration.get(JobOptions.MAX_PARALLELISM)) {
            problems.add(JobOptions.PARALLELISM.key() + ": must not exceed " + JobOptions.MAX_PARALLELISM.key());
        }
    }

    private static void timeContradictions(JobConfiguration configuration, List<String> problems) {
        Duration heartbeat = configuration.get(JobOptions.HEARTBEAT_INTERVAL);
        // the promise of a start is margin and recovery behind, and if the first beats are not answered in time it
        // stays
        // where it is until the log has answered for the recovery
        Duration trail = configuration
                .get(JobOptions.HEARTBEAT_MARGIN)
                .plus(configuration.get(JobOptions.HEARTBEAT_RECOVERY).multipliedBy(2))
                .plus(heartbeat.multipliedBy(3));
        Duration hold = configuration.get(JobOptions.HOLD_AHEAD);
        if (!heartbeat.isZero() && !hold.isZero() && hold.compareTo(trail) <= 0) {
            problems.add(
                    "%s: must exceed %s + 2 × %s + 3 × %s (%d s), or live events wait after a start; 0s turns it off"
                            .formatted(
                                    JobOptions.HOLD_AHEAD.key(),
                                    JobOptions.HEARTBEAT_MARGIN.key(),
                                    JobOptions.HEARTBEAT_RECOVERY.key(),
                                    JobOptions.HEARTBEAT_INTERVAL.key(),
                                    trail.toSeconds()));
        }
        if (configuration.partitionsGoIdle()
                && configuration.get(JobOptions.MAX_DRIFT).isPresent()) {
            problems.add("%s: needs heartbeats (%s), or %s 0s: a partition that goes idle can leave others unread"
                    .formatted(
                            JobOptions.MAX_DRIFT.key(),
                            JobOptions.HEARTBEAT_INTERVAL.key(),
                            JobOptions.IDLE_TIMEOUT.key()));
        }
    }

    private static Optional<Option<?>> option(String key) {
        return JobOptions.all().stream()
                .filter(option -> option.key().equals(key))
                .findFirst();
    }
}
