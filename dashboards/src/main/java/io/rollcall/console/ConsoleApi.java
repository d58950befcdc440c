package io.rollcall.console;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseHandler;
import io.javalin.router.JavalinDefaultRouting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's addresses.
 *
 * <p>Names of communities and members are parameters and never part of a path: a name may hold a slash, and servers and
 * browsers disagree on what an encoded one in a path means.
 */
final class ConsoleApi implements AutoCloseable {

    /** Longer than any name that an event may sensibly carry. */
    private static final int LONGEST_NAME = 1024;

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleApi.class);

    private final PageAssets assets = new PageAssets();
    private final Guard guard = new Guard(assets.scriptHash());
    private final CommunityReader communities;
    private final OverviewReader overviews;
    private final AlertReader alerts;
    private final MemberReader members;
    private final LiveFeed live;

    ConsoleApi(Search search) {
        communities = new CommunityReader(search);
        alerts = new AlertReader(search);
        GlossaryReader glossaries = new GlossaryReader(search);
        overviews = new OverviewReader(search, communities, alerts, glossaries);
        members = new MemberReader(search, communities, alerts, glossaries);
        live = new LiveFeed(this::sections);
    }

    /** What an answer that is none looks like. */
    private record Refusal(String message, String remedy) {}

    /** A request that cannot be answered, by its own fault. */
    private static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequest(String message) {
            super(message);
        }
    }

    void install(JavalinConfig config) {
        config.router.mount(this::routes);
    }

    private void routes(JavalinDefaultRouting routes) {
        routes.before(guard::check);
        routes.before("/api/*", request -> request.header("Cache-Control", "no-store"));
        routes.get("/", this::page);
        routes.get("/assets/{version}/<path>", this::asset);
        routes.get("/api/communities", request -> request.json(communities.all()));
        routes.get("/api/overview", request -> request.json(overviews.read(name(request, "community"))));
        routes.get("/api/alerts", this::alerts);
        routes.get(
                "/api/badges",
                request ->
                        request.json(overviews.read(name(request, "community")).badges()));
        routes.get("/api/members", this::find);
        routes.get("/api/member", this::member);
        routes.get("/api/timeline", this::timeline);
        routes.get("/api/live", this::live);
        routes.get("/api/*", request -> request.status(HttpStatus.NOT_FOUND)
                .json(new Refusal("There is nothing at " + request.path() + ".", "")));
        routes.exception(BadRequest.class, (e, request) -> request.status(HttpStatus.BAD_REQUEST)
                .json(new Refusal(String.valueOf(e.getMessage()), "")));
        routes.exception(UnknownCommunityException.class, (e, request) -> request.status(HttpStatus.NOT_FOUND)
                .json(e.community()));
        routes.exception(
                ElasticsearchAwayException.class, (e, request) -> request.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header("Retry-After", "1")
                        .json(ElasticsearchStatus.away(e)));
        routes.exception(Exception.class, (e, request) -> {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            request.status(HttpStatus.INTERNAL_SERVER_ERROR)
                    .json(new Refusal("The console made a mistake.", "Look into the console's log, and report it."));
        });
    }

    private void page(Context request) {
        PageAssets.Asset page = assets.page();
        String etag = '"' + assets.version() + '"';
        request.header("Cache-Control", "no-cache").header("ETag", etag);
        if (etag.equals(request.header("If-None-Match"))) {
            request.status(HttpStatus.NOT_MODIFIED);
            return;
        }
        request.contentType(page.contentType()).result(page.content());
    }

    private void asset(Context request) {
        boolean current = request.pathParam("version").equals(assets.version());
        PageAssets.Asset asset = current ? assets.find(request.pathParam("path")) : null;
        if (asset == null) {
            request.status(HttpStatus.NOT_FOUND)
                    .contentType("text/plain; charset=utf-8")
                    .result("No such asset. Reload the page.");
            return;
        }
        request.header("Cache-Control", FOR_EVER)
                .contentType(asset.contentType())
                .result(asset.content());
    }

    private void alerts(Context request) {
        String community = name(request, "community");
        String alert = request.queryParam("alert");
        int page = pageNumber(request);
        communities.requireKnown(community);
        request.json(alerts.page(community, alert == null || alert.isEmpty() ? null : alert, page));
    }

    private void find(Context request) {
        String community = name(request, "community");
        String prefix = name(request, "prefix");
        communities.requireKnown(community);
        request.json(members.find(community, prefix));
    }

    private void member(Context request) {
        String community = name(request, "community");
        String member = name(request, "member");
        communities.requireKnown(community);
        MemberView view = members.read(community, member);
        if (view == null) {
            request.status(HttpStatus.NOT_FOUND)
                    .json(new Refusal(
                            "There is no member \"" + member + "\" in this community.",
                            "Look the member up in the search field: names are told apart by case."));
            return;
        }
        request.json(view);
    }

    private void timeline(Context request) {
        String community = name(request, "community");
        String member = name(request, "member");
        Timeline.Show show = show(request);
        String before = request.queryParam("before");
        MemberReader.Cursor cursor = before == null ? null : at(before);
        communities.requireKnown(community);
        request.json(members.timeline(community, member, show, cursor));
    }

    private void live(Context request) throws Exception {
        List<LiveFeed.Topic> topics = new ArrayList<>();
        String community = name(request, "community");
        topics.add(new LiveFeed.CommunityTopic(community));
        if (request.queryParam("member") != null) {
            topics.add(new LiveFeed.MemberTopic(community, name(request, "member"), show(request)));
        }
        if (!"text/event-stream".equals(request.header("Accept"))) {
            throw new BadRequest("This is a stream of server-sent events: ask for it with Accept: text/event-stream.");
        }
        new SseHandler(connection -> live.serve(connection, assets.version(), topics)).handle(request);
    }

    /** What a page shows of a topic, by the name under which it is pushed. */
    private Map<String, Object> sections(LiveFeed.Topic topic) {
        Map<String, Object> sections = new LinkedHashMap<>();
        if (topic instanceof LiveFeed.CommunityTopic of) {
            Overview overview;
            try {
                overview = overviews.read(of.community());
            } catch (UnknownCommunityException e) {
                // it may yet come: who looks at it is told when it does
                sections.put("unknown", e.community());
                return sections;
            }
            sections.put("unknown", Map.of());
            sections.put("clock", overview.clock());
            sections.put("totals", overview.totals());
            sections.put("ladders", overview.ladders());
            sections.put("stages", overview.stages());
            sections.put("alerts", overview.alerts());
            sections.put("badges", overview.badges());
            sections.put("moves", overview.moves());
        } else if (topic instanceof LiveFeed.MemberTopic of) {
            MemberView member = members.read(of.community(), of.member());
            sections.put("member", member == null ? Map.of() : member);
            sections.put("timeline", members.timeline(of.community(), of.member(), of.show(), null));
        }
        return sections;
    }

    private static String name(Context request, String parameter) {
        String name = request.queryParam(parameter);
        if (name == null || name.isEmpty()) {
            throw new BadRequest("The parameter \"" + parameter + "\" is missing.");
        }
        if (name.length() > LONGEST_NAME) {
            throw new BadRequest("The parameter \"" + parameter + "\" is longer than " + LONGEST_NAME + " characters.");
        }
        return name;
    }

    private static int pageNumber(Context request) {
        String text = request.queryParam("page");
        try {
            int page = text == null ? 0 : Integer.parseInt(text);
            if (page >= 0 && page <= AlertReader.LAST_PAGE) {
                return page;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadRequest("The parameter \"page\" is a number from 0 to " + AlertReader.LAST_PAGE + ".");
    }

    private static Timeline.Show show(Context request) {
        String text = request.queryParam("show");
        try {
            return text == null ? Timeline.Show.ALL : Timeline.Show.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("The parameter \"show\" is one of milestones, points and all.");
        }
    }

    private static MemberReader.@Nullable Cursor at(String before) {
        try {
            return MemberReader.Cursor.parse(before);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("The parameter \"before\" is what the field of this name of an earlier page said.");
        }
    }

    @Override
    public void close() {
        live.close();
    }
}
