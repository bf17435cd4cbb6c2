package dev.tidemark.demo;

import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON with what the Lambda runtime itself reads it with. */
final class Json {
    private Json() {}

    /** A document; empty where the text is none. */
    static Map<String, Object> parse(String text) {
        Map<String, Object> json = new HashMap<>();
        if (text.startsWith("{")) {
            Map<?, ?> map =
                    JacksonFactory.getInstance().getSerializer(Map.class).fromJson(text);
            map.forEach((key, value) -> json.put(String.valueOf(key), value));
        }
        return json;
    }

    /** The objects of a list. */
    static List<Map<String, Object>> objects(@Nullable Object list) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (list instanceof Iterable<?> elements) {
            for (Object element : elements) {
                Map<String, Object> object = new HashMap<>();
                if (element instanceof Map<?, ?> map) {
                    map.forEach((key, value) -> object.put(String.valueOf(key), value));
                }
                objects.add(object);
            }
        }
        return objects;
    }

    /** A field as text; empty where there is none. */
    static String text(Map<String, Object> json, String field) {
        Object value = json.get(field);
        return value == null ? "" : value.toString();
    }
}
