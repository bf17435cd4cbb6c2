package dev.tidemark.plan.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code docs/kinds.md} says of each kind whether it has rules. */
class KindsDocTest {
    /** What is no object of its own, or has records and drafts instead of rules. */
    private static final Set<String> WITHOUT_RULES = Set.of(
            "schema",
            "table",
            "column",
            "constraint",
            "index",
            "view",
            "materialized view",
            "sequence",
            "enum",
            "comment",
            "privileges",
            "default privileges");

    @Test
    void everyKindIsThereAndSaidRightly() throws IOException {
        Map<String, List<String>> rows = rows();
        List<String> wrong = new ArrayList<>();
        for (String kind : Kinds.labels()) {
            if (!rows.containsKey(kind)) {
                wrong.add(kind + " has rules and no line");
            }
        }
        rows.forEach((kind, cells) -> {
            boolean named = cells.get(1).equals("named") || cells.get(1).equals("refused");
            boolean rules = WITHOUT_RULES.contains(kind) || Kinds.labels().contains(kind);
            if (named == rules) {
                wrong.add(kind + (named ? " has rules and is said to be only named" : " has no rules"));
            }
        });
        assertEquals(List.of(), wrong);
    }

    /** The cells after the first, by the first. */
    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Needs.basedir().resolve("docs/kinds.md"))) {
            if (line.startsWith("| ") && !line.startsWith("| kind")) {
                List<String> cells = Arrays.stream(line.split("\\|"))
                        .map(String::strip)
                        .filter(c -> !c.isEmpty())
                        .toList();
                rows.put(cells.get(0), cells.subList(1, cells.size()));
            }
        }
        return rows;
    }
}
