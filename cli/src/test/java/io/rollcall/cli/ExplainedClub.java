package io.rollcall.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program, a small history, and what {@code rollcall explain} says of its members. */
final class ExplainedClub {
    final Path program;
    final Path events;
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    /** mira joins, writes, is liked; noor likes; anna is staff. The file is in no order. */
    ExplainedClub(Path directory) throws IOException {
        program = directory.resolve("program.yaml");
        events = directory.resolve("events.jsonl");
        Files.writeString(program, """
                program: club
                community: club
                timezone: Asia/Shanghai
                exclude: [anna]
                metrics:
                  posts: {count: post}
                  posts_7d: {count: post, over: 7d}
                  likes: {count: like, as: recipient}
                points: {earn: {post: {on: post, points: 2}}}
                ladders:
                  activity: [{tier: visitor}, {tier: member, enter: "posts_7d >= 2", grace: 3d}, {tier: core, enter: "posts_7d >= 5 && likes >= 3"}]
                badges: {writer: {title: Writer, metric: posts, levels: {bronze: 2, silver: 5, gold: 50}}, liked: {when: "likes >= 3"}}
                quests: {begin: {start: join, within: 30d, steps: {speak: "posts >= 1", shine: "likes >= 2"}}}
                lifecycle: {activity: post, newcomer: 14d, dormant: 30d}
                alerts: {silent: {since: post, after: 10d, severity: critical, playbook: "Write to them."}}
                """);
        Files.writeString(events, """
                {"id":"4","community":"club","type":"like","member":"noor","recipient":"mira","at":"2026-01-06T10:00:00Z"}
                {"id":"1","community":"club","type":"join","member":"mira","at":"2026-01-05T08:00:00Z"}
                {"id":"2","community":"club","type":"post","member":"mira","at":"2026-01-05T09:00:00Z"}
                {"id":"3","community":"club","type":"post","member":"mira","at":"2026-01-06T09:00:00Z"}
                {"id":"5","community":"club","type":"visit","member":"anna","at":"2026-01-08T20:00:00Z"}
                no event
                """);
    }

    /** Explains a member; further arguments come last. */
    int explain(String member, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("explain", "--program", program.toString(), "--events", events.toString(), "--member", member));
        arguments.addAll(List.of(more));
        out = new StringWriter();
        err = new StringWriter();
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    /** Replays the same history. */
    int replay(Path result) {
        out = new StringWriter();
        err = new StringWriter();
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(
                        "replay",
                        "--program",
                        program.toString(),
                        "--events",
                        events.toString(),
                        "--out",
                        result.toString());
    }
}
