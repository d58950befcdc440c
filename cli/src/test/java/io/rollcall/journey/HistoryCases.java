package io.rollcall.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.naive.RandomEvents;
import io.rollcall.naive.RandomProgram;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.Scenario;
import io.rollcall.replay.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Histories that go through one job, each a community of its own with a program; in the order in which their programs are published. */
final class HistoryCases {
    private int published;

    /**
     * A history of a community of its own.
     *
     * @param program with the version that its offset in the programs topic will be
     * @param rejected lines that are no event
     * @param strangers events of a community that has no program
     */
    record Case(Program program, String yaml, List<Event> events, List<byte[]> rejected, List<Event> strangers) {}

    /** A history of a community of that name, under a program that is moved there. */
    Case of(String name, String yaml, List<Event> events, List<byte[]> rejected, List<Event> strangers) {
        Map<String, Object> keys = load(yaml);
        keys.put("community", name);
        String renamed = dump(keys);
        return new Case(
                ProgramParser.parse(name, renamed, published++),
                renamed,
                events.stream().map(event -> moved(event, name)).toList(),
                rejected,
                strangers);
    }

    /** A scenario of a file. */
    Case scenario(String whose, Path file) throws Exception {
        Scenario scenario = Scenario.read(file);
        String name = whose + "-" + file.getFileName().toString().replace(".yaml", "");
        String community = String.valueOf(load(scenario.program()).get("community"));
        return of(
                name,
                scenario.program(),
                scenario.events().stream()
                        .filter(event -> event.community().equals(community))
                        .toList(),
                List.of(),
                List.of());
    }

    /** A random program over random events. */
    Case random(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        RandomEvents.Place place = RandomEvents.PLACES.get(random.nextInt(RandomEvents.PLACES.size()));
        Map<String, Object> program = RandomProgram.of(random, place.zone());
        // one on trial gives outcomes of its own: ProgramOnTrialTest
        program.put("mode", "live");
        return of("random-" + seed, dump(program), RandomEvents.of(random, place, 60), List.of(), List.of());
    }

    /** One of the contract's histories under its program. */
    Case history(String name, Path file) throws IOException {
        String yaml = Files.readString(Shared.path("conformance/" + name).resolve("program.yaml"));
        Object community = load(yaml).get("community");
        List<Event> events = new ArrayList<>();
        List<byte[]> rejected = new ArrayList<>();
        List<Event> strangers = new ArrayList<>();
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            for (byte[] json : lines(in.readAllBytes())) {
                try {
                    Event event = EventJson.read(json);
                    if (event.community().equals(community)) {
                        events.add(event);
                    } else {
                        strangers.add(event);
                    }
                } catch (EventException e) {
                    rejected.add(json);
                }
            }
        }
        return of(name, yaml, events, rejected, strangers);
    }

    private static Event moved(Event event, String community) {
        return new Event(
                event.id(),
                community,
                event.type(),
                event.member(),
                event.recipient(),
                event.at(),
                event.value(),
                event.attributes());
    }

    /** The files of a folder, in order. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '\n') {
                byte[] line = Arrays.copyOfRange(text, from, i);
                if (!new String(line, UTF_8).isBlank()) {
                    lines.add(line);
                }
                from = i + 1;
            }
        }
        return lines;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> load(String yaml) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static String dump(Map<String, Object> program) {
        return new Dump(DumpSettings.builder().build()).dumpToString(program);
    }
}
