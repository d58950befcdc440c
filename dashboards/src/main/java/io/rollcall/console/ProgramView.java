package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the console needs to know of a community's program.
 *
 * @param ladders ladder to tiers, both in the program's order, the lowest tier first
 * @param badges badge to its title
 */
record ProgramView(
        String community,
        @Nullable String program,
        @Nullable Long version,
        @Nullable String mode,
        String timezone,
        Map<String, List<String>> ladders,
        Map<String, String> badges) {

    static ProgramView of(JsonNode document) {
        Map<String, List<String>> ladders = new LinkedHashMap<>();
        for (JsonNode ladder : document.path("ladders")) {
            List<String> tiers = new ArrayList<>();
            ladder.path("tiers").forEach(tier -> tiers.add(tier.asText()));
            ladders.put(Json.text(ladder, "ladder"), tiers);
        }
        Map<String, String> badges = new LinkedHashMap<>();
        document.path("badges").forEach(badge -> badges.put(Json.text(badge, "badge"), Json.text(badge, "title")));
        JsonNode version = document.path("version");
        return new ProgramView(
                Json.text(document, "community"),
                Json.textOrNull(document, "program"),
                version.isNumber() ? version.asLong() : null,
                Json.textOrNull(document, "mode"),
                timezone(document),
                ladders,
                badges);
    }

    /** Of a community whose program is not indexed, or not yet. */
    static ProgramView unknown(String community) {
        return new ProgramView(community, null, null, null, "UTC", Map.of(), Map.of());
    }

    private static String timezone(JsonNode document) {
        try {
            return ZoneId.of(document.path("timezone").asText("UTC")).getId();
        } catch (DateTimeException e) {
            return "UTC";
        }
    }
}
