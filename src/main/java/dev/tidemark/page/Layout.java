package dev.tidemark.page;

import dev.tidemark.Diagram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the tables of a diagram stand, in pixels: what is referred to left of what refers to it; the same before and after, so that the eye can compare. */
final class Layout {
    static final int ROW = 20;
    static final int HEAD = 26;
    private static final int GAP_X = 70;
    private static final int GAP_Y = 22;
    private static final int MARGIN = 12;
    private static final double CHARACTER = 7.3;
    private static final int MIN_WIDTH = 170;

    /** So many characters of a name and of a type are drawn. */
    static final int MAX_NAME = 28;

    static final int MAX_TYPE = 30;

    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private int width;
    private int height;

    /** A table's place. */
    record Box(Diagram.Table table, int x, int y, int width, int height) {}

    private Layout() {}

    static Layout of(Diagram diagram) {
        Layout layout = new Layout();
        Map<String, Integer> levels = levels(diagram);
        int deepest = levels.values().stream().mapToInt(level -> level).max().orElse(0);
        int x = MARGIN;
        for (int level = 0; level <= deepest; level++) {
            int at = level;
            List<Diagram.Table> tables = diagram.tables().stream()
                    .filter(table -> levels.getOrDefault(table.id(), 0) == at)
                    .toList();
            x += tables.isEmpty() ? 0 : layout.column(tables, x) + GAP_X;
        }
        layout.width = Math.max(x - GAP_X + MARGIN, 2 * MARGIN);
        layout.height += MARGIN;
        return layout;
    }

    Map<String, Box> boxes() {
        return boxes;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Stacks tables at this place; the width of the widest. */
    private int column(List<Diagram.Table> tables, int x) {
        int widest = tables.stream().mapToInt(Layout::width).max().orElse(MIN_WIDTH);
        int y = MARGIN;
        for (Diagram.Table table : tables) {
            int rows = table.columns().size() + (table.more() > 0 ? 1 : 0);
            Box box = new Box(table, x, y, widest, HEAD + rows * ROW + 6);
            boxes.put(table.id(), box);
            y += box.height() + GAP_Y;
        }
        height = Math.max(height, y - GAP_Y);
        return widest;
    }

    private static int width(Diagram.Table table) {
        int characters = Math.max(length(table.before(), MAX_NAME), length(table.after(), MAX_NAME)) + 6;
        for (Diagram.Column column : table.columns()) {
            characters = Math.max(characters, Math.max(length(column.before()), length(column.after())));
        }
        return Math.max(MIN_WIDTH, (int) (characters * CHARACTER) + 24);
    }

    private static int length(Diagram.@Nullable Side side) {
        return side == null ? 0 : length(side.name(), MAX_NAME) + length(side.type(), MAX_TYPE) + 8;
    }

    private static int length(@Nullable String text, int most) {
        return text == null ? 0 : Math.min(most, text.length());
    }

    /** How many references lead from a table to one that refers to nothing; circles are cut. */
    private static Map<String, Integer> levels(Diagram diagram) {
        Map<String, List<String>> targets = new HashMap<>();
        for (Diagram.Reference reference : diagram.references()) {
            targets.computeIfAbsent(reference.from(), key -> new ArrayList<>()).add(reference.to());
        }
        Map<String, Integer> levels = new HashMap<>();
        diagram.tables().forEach(table -> level(table.id(), targets, levels, new HashSet<>()));
        return levels;
    }

    private static int level(
            String table, Map<String, List<String>> targets, Map<String, Integer> levels, Set<String> path) {
        Integer known = levels.get(table);
        if (known != null) {
            return known;
        }
        if (!path.add(table)) {
            return 0;
        }
        int level = 0;
        for (String target : targets.getOrDefault(table, List.of())) {
            if (!target.equals(table) && !path.contains(target)) {
                level = Math.max(level, 1 + level(target, targets, levels, path));
            }
        }
        path.remove(table);
        levels.put(table, level);
        return level;
    }
}
