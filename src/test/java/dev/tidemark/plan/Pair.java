package dev.tidemark.plan;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A live schema, rows for it, and a declaration: a file of {@code src/test/resources/plan/pairs}. */
record Pair(String name, String live, String rows, String declared) {
    /** All of them, sorted by name. */
    static List<Pair> all() throws IOException {
        Path folder = Needs.basedir().resolve("src/test/resources/plan/pairs");
        try (Stream<Path> files = Files.list(folder)) {
            List<Pair> pairs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                pairs.add(read(file));
            }
            if (pairs.isEmpty()) {
                throw new IllegalStateException("no pairs in " + folder);
            }
            return pairs;
        }
    }

    private static Pair read(Path file) throws IOException {
        String text = Files.readString(file);
        int rows = text.indexOf("-- rows\n");
        int declared = text.indexOf("-- declared\n");
        return new Pair(
                file.getFileName().toString().replace(".sql", ""),
                text.substring("-- live\n".length(), rows),
                text.substring(rows + "-- rows\n".length(), declared),
                text.substring(declared + "-- declared\n".length()));
    }
}
