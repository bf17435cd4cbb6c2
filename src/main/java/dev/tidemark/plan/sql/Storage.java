package dev.tidemark.plan.sql;

import dev.tidemark.catalog.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A column's storage, compression and statistics target as actions of {@code ALTER COLUMN}. */
public final class Storage {
    private Storage() {}

    /** What a new column needs besides its definition, as far as it cannot be its type's own. */
    public static List<String> ofNew(Column column) {
        List<String> actions = new ArrayList<>();
        String storage = word(column.storage());
        boolean mainByNature = TypeName.parse(column.type()).is("numeric", "inet", "cidr")
                && !column.type().endsWith("[]");
        if (storage.equals("EXTERNAL") || (storage.equals("MAIN") && !mainByNature)) {
            actions.add("SET STORAGE " + storage);
        }
        if (!compression(column).equals("DEFAULT")) {
            actions.add("SET COMPRESSION " + compression(column));
        }
        if (column.statistics() >= 0) {
            actions.add("SET STATISTICS " + column.statistics());
        }
        Options.changed(List.of(), column.properties().options()).forEach(actions::add);
        Options.ofServer(List.of(), column.properties().serverOptions()).ifPresent(actions::add);
        return actions;
    }

    public static List<String> changed(Column from, Column to) {
        List<String> actions = new ArrayList<>();
        if (!word(from.storage()).equals(word(to.storage()))) {
            actions.add("SET STORAGE " + word(to.storage()));
        }
        if (!compression(from).equals(compression(to))) {
            actions.add("SET COMPRESSION " + compression(to));
        }
        if (from.statistics() != to.statistics()) {
            actions.add("SET STATISTICS " + to.statistics());
        }
        Options.changed(from.properties().options(), to.properties().options()).forEach(actions::add);
        Options.ofServer(from.properties().serverOptions(), to.properties().serverOptions())
                .ifPresent(actions::add);
        return actions;
    }

    /** pg_attribute.attstorage as a word. */
    private static String word(String storage) {
        return switch (storage) {
            case "p" -> "PLAIN";
            case "e" -> "EXTERNAL";
            case "m" -> "MAIN";
            case "x" -> "EXTENDED";
            default -> storage.toUpperCase(Locale.ROOT);
        };
    }

    /** pg_attribute.attcompression as a word. */
    private static String compression(Column column) {
        return switch (column.compression()) {
            case "", "\0" -> "DEFAULT";
            case "p" -> "pglz";
            case "l" -> "lz4";
            default -> column.compression();
        };
    }
}
