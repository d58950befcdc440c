package io.rollcall.deploy;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Flink's reporter for Prometheus but for its server, which listens on every address of the machine: nothing of a test may. */
public final class PrometheusNames extends AbstractPrometheusReporter {
    private static final Set<PrometheusNames> STARTED = Collections.synchronizedSet(new HashSet<>());

    /** What a scrape of the reporters that were started would give now: of each name the labels. */
    static Map<String, Set<String>> scrape() {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (PrometheusNames reporter : Set.copyOf(STARTED)) {
            for (Collector.MetricFamilySamples family :
                    Collections.list(reporter.registry().metricFamilySamples())) {
                family.samples.forEach(sample -> labels.computeIfAbsent(sample.name, none -> new HashSet<>())
                        .addAll(sample.labelNames));
            }
        }
        return labels;
    }

    /** The value now of each metric of this name whose labels have these values. */
    static List<Double> values(String name, Map<String, String> labels) {
        List<Double> values = new ArrayList<>();
        for (PrometheusNames reporter : Set.copyOf(STARTED)) {
            for (Collector.MetricFamilySamples family :
                    Collections.list(reporter.registry().metricFamilySamples())) {
                for (Collector.MetricFamilySamples.Sample sample : family.samples) {
                    Map<String, String> its = new HashMap<>();
                    for (int i = 0; i < sample.labelNames.size(); i++) {
                        its.put(sample.labelNames.get(i), sample.labelValues.get(i));
                    }
                    if (sample.name.equals(name) && its.entrySet().containsAll(labels.entrySet())) {
                        values.add(sample.value);
                    }
                }
            }
        }
        return values;
    }

    /** It has no way to it but by its server. */
    private CollectorRegistry registry() {
        try {
            Field registry = AbstractPrometheusReporter.class.getDeclaredField("registry");
            registry.setAccessible(true);
            return (CollectorRegistry) registry.get(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By this Flink finds it. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            PrometheusNames reporter = new PrometheusNames();
            STARTED.add(reporter);
            return reporter;
        }
    }
}
