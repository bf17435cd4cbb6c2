package dev.tidemark.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation and its fenced snippets. */
record Page(Path file, List<Snippet> snippets) {
    private static final Pattern OPENING = Pattern.compile("```(\\w+)");
    private static final Pattern FILE = Pattern.compile("// (src/\\S+\\.java)\n");

    Page {
        snippets = List.copyOf(snippets);
    }

    /** A snippet. */
    record Snippet(String language, String text) {
        /** The file that it is: Java names itself in its first line, a whole pom is one; empty for anything else. */
        String file() {
            Matcher named = FILE.matcher(text);
            if (language.equals("java") && named.lookingAt()) {
                return named.group(1);
            }
            return language.equals("xml") && text.startsWith("<project") ? "pom.xml" : "";
        }

        /** Whether these are commands of Maven's. */
        boolean runs() {
            return language.equals("sh") && text.startsWith("mvn ");
        }
    }

    static Page of(String path) {
        Path file = Path.of(System.getProperty("tidemark.root")).resolve(path).normalize();
        try {
            return new Page(file, snippets(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Snippet> snippets(List<String> lines) {
        List<Snippet> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher opening = OPENING.matcher(lines.get(i).strip());
            if (opening.matches()) {
                int end = i + 1;
                while (!lines.get(end).strip().equals("```")) {
                    end++;
                }
                found.add(new Snippet(opening.group(1), String.join("\n", lines.subList(i + 1, end)) + "\n"));
                i = end;
            }
        }
        return found;
    }

    /** The first snippet in this language with this text in it. */
    Snippet with(String language, String part) {
        return snippets.stream()
                .filter(s -> s.language().equals(language) && s.text().contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no snippet in " + language + " with " + part));
    }
}
