package io.rollcall.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.rollcall.compare.Difference;
import io.rollcall.program.Program;
import io.rollcall.replay.History;
import io.rollcall.replay.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The difference of two programs as JSON. */
final class PlanJson {
    @SuppressWarnings("rawtypes") // a serializer for every enum is registered under the raw type
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(Enum.class, new JsonSerializer<Enum>() {
                        @Override
                        public void serialize(Enum value, JsonGenerator json, SerializerProvider provider)
                                throws IOException {
                            json.writeString(
                                    value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                        }
                    }));

    private PlanJson() {}

    /** What is printed. */
    record Result(
            String from,
            String to,
            String community,
            long events,
            long eventsOfOtherCommunities,
            long laterEvents,
            long rejectedLines,
            long repeatedEvents,
            Map<String, Long> eventTypesWithoutRule,
            List<String> eventTypesWithoutEvent,
            Instant until,
            @JsonUnwrapped Difference difference) {}

    static String of(
            Path from,
            Path to,
            Program program,
            Replay.Result result,
            UnmatchedTypes types,
            long end,
            Difference difference) {
        History.Counts counts = result.history();
        try {
            return MAPPER.writeValueAsString(new Result(
                    from.toString(),
                    to.toString(),
                    program.community(),
                    counts.events(),
                    counts.otherCommunities(),
                    counts.later(),
                    counts.rejected(),
                    result.repeats(),
                    types.unnamed(),
                    types.absent(),
                    Instant.ofEpochMilli(end),
                    difference));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
