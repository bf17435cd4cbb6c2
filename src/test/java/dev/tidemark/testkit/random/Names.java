package dev.tidemark.testkit.random;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** New names and ids: never the same twice in a model and its next version. */
final class Names {
    private static final List<String> ODD = List.of(
            "order",
            "user",
            "select",
            "group",
            "table",
            "check",
            "Mixed Case",
            "größe",
            "a.b",
            "semi;colon",
            "we\"ird",
            "it's",
            "1st",
            "default",
            "end",
            "x--y");
    private static final List<String> WORDS = List.of(
            "customer",
            "invoice",
            "item",
            "price",
            "note",
            "status",
            "amount",
            "city",
            "label",
            "kind",
            "stamp",
            "total",
            "ref",
            "code");

    private final Random random;
    private final Set<String> used = new HashSet<>();
    private int ids;

    Names(Random random) {
        this.random = random;
    }

    int id() {
        return ids++;
    }

    /** One in eight needs quotes. */
    String next() {
        while (true) {
            String name = random.nextInt(8) == 0
                    ? ODD.get(random.nextInt(ODD.size()))
                    : WORDS.get(random.nextInt(WORDS.size())) + (random.nextInt(3) == 0 ? "" : "_" + used.size());
            if (used.add(name)) {
                return name;
            }
        }
    }
}
