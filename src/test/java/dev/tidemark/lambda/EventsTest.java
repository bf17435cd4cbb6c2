package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import dev.tidemark.deploy.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of {@code events/} are understood as they are. */
final class EventsTest {
    private static final Path BASE = Path.of(System.getProperty("tidemark.basedir", ""));

    @Test
    void everyRequestIsUnderstoodAndEachCommandHasOne() throws IOException {
        TreeSet<String> commands = new TreeSet<>();
        TreeSet<String> requests = new TreeSet<>();
        for (Path file : events()) {
            Map<String, Object> event = read(file);
            if (CustomResource.concerns(event)) {
                requests.add(event.get("RequestType") + " " + file.getFileName());
            } else if (event.containsKey(Request.COMMAND)) {
                commands.add(Request.parse(event).command().word());
            } else {
                assertTrue(String.valueOf(event.get("routeKey")).contains(" /"), file + ": " + event);
            }
        }
        assertEquals("[drift, plan, schedule, status, sync, verify]", commands.toString());
        assertEquals(
                "[Create deploy-create.json, Delete deploy-delete.json, Update deploy-rollback.json, Update"
                        + " deploy-update.json]",
                requests.toString());
    }

    @Test
    void theScheduleOfTheTemplateSendsTheSameAsItsEvent() throws IOException {
        String template = Files.readString(BASE.resolve("template.yaml"));
        String event = Files.readString(BASE.resolve("events/schedule.json"));
        String input = template.substring(template.indexOf("Input: '") + "Input: '".length());
        assertEquals(parse(event), parse(input.substring(0, input.indexOf('\''))));
    }

    private static List<Path> events() throws IOException {
        try (Stream<Path> files = Files.list(BASE.resolve("events"))) {
            return files.sorted().toList();
        }
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    private static Map<String, Object> parse(String json) {
        Map<String, Object> event = new HashMap<>();
        Map<?, ?> parsed = JacksonFactory.getInstance().getSerializer(Map.class).fromJson(json);
        parsed.forEach((key, value) -> event.put(String.valueOf(key), value));
        return event;
    }
}
