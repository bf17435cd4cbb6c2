package dev.tidemark.cli.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of docs/errors.md, docs/lint.md and docs/hazards.md, which the build puts beside this class. */
final class Manual {
    private static final Pattern CODE = Pattern.compile("TDM-(?:\\d{3}|L\\d{2})");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\(([^)]+)\\)");
    private static final Pattern PAGE = Pattern.compile("([\\w-]+)\\.md(?:#.*)?");
    private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");

    private final Map<String, Entry> entries = new TreeMap<>();

    /**
     * What a page says of one code.
     *
     * @param code {@code TDM-302}, {@code TDM-L01}, {@code DATA_LOSS}
     * @param family the heading around it; empty for a hazard
     * @param text plain, a line each
     */
    record Entry(String code, String family, List<String> text) {
        Entry {
            text = List.copyOf(text);
        }
    }

    Manual() {
        tables("errors.md");
        tables("lint.md");
        sections("hazards.md");
    }

    Map<String, Entry> entries() {
        return entries;
    }

    private static List<String> lines(String page) {
        try (InputStream in = Manual.class.getResourceAsStream(page)) {
            if (in == null) {
                throw new IllegalStateException(page + " is not beside its class: the build copies it from docs/");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row for each code, below a heading and perhaps a paragraph that hold for all of them. */
    private void tables(String page) {
        String heading = "";
        List<String> common = new ArrayList<>();
        List<String> columns = List.of();
        for (String line : lines(page)) {
            List<String> cells = cells(line);
            if (line.startsWith("## ")) {
                heading = line.substring(3);
                common = new ArrayList<>();
                columns = List.of();
            } else if (!cells.isEmpty() && CODE.matcher(cells.get(0)).matches()) {
                entries.put(cells.get(0), new Entry(cells.get(0), heading, row(columns, cells, common)));
            } else if (!cells.isEmpty()) {
                columns = cells.get(0).startsWith("---") ? columns : cells;
            } else if (!line.isBlank() && columns.isEmpty()) {
                common.add(plain(line));
            }
        }
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? CELL.splitAsStream(line.strip().substring(1))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    private static List<String> row(List<String> columns, List<String> cells, List<String> common) {
        List<String> text = new ArrayList<>();
        for (int i = 1; i < cells.size() && i < columns.size(); i++) {
            String column = columns.get(i);
            boolean body = column.equals("what it means") || column.equals("what");
            String cell = plain(cells.get(i).replace("\\|", "|"));
            text.add(body ? cell : capital(column) + ": " + cell);
        }
        if (!common.isEmpty() && text.stream().noneMatch(line -> line.startsWith("Exit:"))) {
            text.add(String.join(" ", common));
        }
        return text;
    }

    /** A section for each hazard. */
    private void sections(String page) {
        String name = "";
        List<String> text = new ArrayList<>();
        for (String line : lines(page)) {
            if (line.startsWith("## ")) {
                add(name, text);
                name = line.substring(3);
                text = new ArrayList<>();
            } else if (!line.startsWith("|---")) {
                List<String> cells = cells(line);
                text.add(plain(cells.isEmpty() ? line : String.join(" → ", cells))
                        .replace("*", ""));
            }
        }
        add(name, text);
    }

    private void add(String name, List<String> text) {
        if (!name.isEmpty()) {
            entries.put(
                    name,
                    new Entry(name, "", List.of(String.join("\n", text).strip().split("\n"))));
        }
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** Without links: their text, and the page where that says more. */
    private static String plain(String markdown) {
        Matcher link = LINK.matcher(markdown);
        return link.replaceAll(found -> {
            Matcher page = PAGE.matcher(found.group(2));
            boolean named = page.matches() && !found.group(1).endsWith(".md");
            String shown = page.matches() && found.group(1).endsWith(".md") ? "docs/" + found.group(1) : found.group(1);
            return Matcher.quoteReplacement(named ? shown + " (docs/" + page.group(1) + ".md)" : shown);
        });
    }
}
