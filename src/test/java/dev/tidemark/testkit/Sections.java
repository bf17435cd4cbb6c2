package dev.tidemark.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Generated parts of a document, between {@code <!-- NAME: generated -->} and {@code <!-- /NAME -->}. */
public final class Sections {
    private Sections() {}

    /** The lines of a part, without blank ones at its ends. */
    public static List<String> read(Path document, String name) throws IOException {
        List<String> lines = Files.readAllLines(document);
        List<String> part = lines.subList(start(document, lines, name) + 1, end(document, lines, name));
        return part.stream().filter(line -> !line.isBlank()).toList();
    }

    /** Replaces a part. */
    public static void rewrite(Path document, String name, List<String> part) throws IOException {
        List<String> lines = Files.readAllLines(document);
        List<String> all = new ArrayList<>(lines.subList(0, start(document, lines, name) + 1));
        all.add("");
        all.addAll(part);
        all.add("");
        all.addAll(lines.subList(end(document, lines, name), lines.size()));
        Files.write(document, all);
    }

    private static int start(Path document, List<String> lines, String name) {
        return index(document, lines, "<!-- " + name + ": generated -->");
    }

    private static int end(Path document, List<String> lines, String name) {
        return index(document, lines, "<!-- /" + name + " -->");
    }

    private static int index(Path document, List<String> lines, String marker) {
        int at = lines.indexOf(marker);
        if (at < 0) {
            throw new IllegalStateException(document + " has no line " + marker);
        }
        return at;
    }
}
