package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.schema.Hint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One case of a {@code .case} file: {@code === name}, then sections that begin with a word and a colon: {@code live}, {@code declared} (SQL),
 * {@code managed} (nothing, names, or all), {@code hints}, {@code away}, {@code foreign}, {@code expect}.
 */
record Case(String name, Map<String, List<String>> sections) {
    static List<Case> read(String text) {
        List<Case> cases = new ArrayList<>();
        List<String> section = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("=== ")) {
                cases.add(new Case(line.substring(4), new LinkedHashMap<>()));
            } else if (line.matches("[a-z]+:.*")) {
                section = new ArrayList<>();
                String rest = line.substring(line.indexOf(':') + 1).strip();
                if (!rest.isEmpty()) {
                    section.add(rest);
                }
                cases.get(cases.size() - 1).sections.put(line.substring(0, line.indexOf(':')), section);
            } else if (!line.isBlank()) {
                section.add(line.strip());
            }
        }
        return cases;
    }

    /** The first major version of PostgreSQL that understands it, where its name begins with {@code from 18: }. */
    int since() {
        return name.startsWith("from ") ? Integer.parseInt(name.substring(5, 7)) : 0;
    }

    String sql(String section) {
        return String.join("\n", lines(section));
    }

    List<String> lines(String section) {
        return sections.getOrDefault(section, List.of());
    }

    /** {@code renamed table shop.a from b}, {@code label shop.status.PAID from PAYED}, {@code external table shop.a}. */
    List<Hint> hints() {
        List<Hint> hints = new ArrayList<>();
        for (String line : lines("hints")) {
            String[] words = line.split(" ", -1);
            hints.add(
                    switch (words[0]) {
                        case "renamed" -> new Hint.Renamed(object(words[1], words[2]), words[4]);
                        case "label" -> {
                            String[] parts = words[1].split("\\.", -1);
                            yield new Hint.LabelRenamed(object("type", parts[0] + "." + parts[1]), parts[2], words[3]);
                        }
                        case "external" -> new Hint.External(object(words[1], words[2]));
                        default -> throw new IllegalArgumentException(line);
                    });
        }
        return hints;
    }

    /** {@code column shop.a.x to y}: objects with a word about them. */
    Map<ObjectName, String> about(String section) {
        Map<ObjectName, String> result = new LinkedHashMap<>();
        for (String line : lines(section)) {
            String[] words = line.split(" ", -1);
            result.put(object(words[0], words[1]), words[3]);
        }
        return result;
    }

    static ObjectName object(String kind, String name) {
        String[] parts = name.split("\\.", -1);
        return new ObjectName(
                ObjectKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                parts[0],
                parts[1],
                parts.length > 2 ? parts[2] : "");
    }
}
