package io.rollcall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small program, histories of its community, and what {@code rollcall replay} makes and says of them. */
final class ReplayedClub {
    private static final ObjectMapper JSON = new ObjectMapper();

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final Path program;
    Path result;

    private final Path directory;

    ReplayedClub(Path directory) throws IOException {
        this.directory = directory;
        program = Files.writeString(directory.resolve("club.yaml"), """
                program: small
                community: club
                metrics: {posts: {count: post}}
                ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 2"}]}
                badges: {first-words: {when: "posts >= 1"}, each-post: {metric: posts, every: 1}}
                lifecycle: {activity: post, newcomer: 2d, dormant: 5d}
                """);
        result = directory.resolve("deep").resolve("result");
    }

    /** Replays; the arguments come after those of the program and the result. */
    int run(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("replay", "--program", program.toString(), "--out", result.toString()));
        all.addAll(List.of(arguments));
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    static String event(int id, String type, String member, String at) {
        return "{\"id\":\"%d\",\"community\":\"club\",\"type\":\"%s\",\"member\":\"%s\",\"at\":\"%s\"}"
                .formatted(id, type, member, at);
    }

    /** Writes a history; returns its path. */
    String history(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", lines))
                .toString();
    }

    /** The lines of a file of the result. */
    List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(result.resolve(name))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
