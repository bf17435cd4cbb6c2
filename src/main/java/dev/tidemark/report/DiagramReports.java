package dev.tidemark.report;

import dev.tidemark.Diagram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Diagrams as parts of the documents of {@link Reports}, and back. */
final class DiagramReports {
    private DiagramReports() {}

    static Map<String, @Nullable Object> of(Diagram diagram) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put(
                "tables", diagram.tables().stream().map(DiagramReports::table).toList());
        report.put(
                "references",
                diagram.references().stream().map(DiagramReports::reference).toList());
        report.put("moreTables", diagram.moreTables());
        return report;
    }

    private static Map<String, @Nullable Object> table(Diagram.Table table) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("before", table.before());
        report.put("after", table.after());
        report.put("changed", table.changed());
        report.put(
                "columns", table.columns().stream().map(DiagramReports::column).toList());
        report.put("more", table.more());
        return report;
    }

    private static Map<String, @Nullable Object> column(Diagram.Column column) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("before", side(column.before()));
        report.put("after", side(column.after()));
        report.put("key", column.key());
        report.put("reference", column.reference());
        return report;
    }

    private static @Nullable List<String> side(Diagram.@Nullable Side side) {
        return side == null ? null : List.of(side.name(), side.type());
    }

    private static Map<String, @Nullable Object> reference(Diagram.Reference reference) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("from", reference.from());
        report.put("to", reference.to());
        report.put("columns", reference.columns());
        report.put("mark", reference.mark().name().toLowerCase(Locale.ROOT));
        return report;
    }

    /**
     * Reads what {@link #of} wrote; a plan without one is not drawn.
     *
     * @throws IllegalArgumentException where it is something else
     */
    static Diagram read(@Nullable Object value) {
        if (value == null) {
            return Diagram.NONE;
        }
        Map<?, ?> diagram = map(value);
        List<Diagram.Table> tables = new ArrayList<>();
        for (Object table : list(diagram.get("tables"))) {
            tables.add(readTable(map(table)));
        }
        List<Diagram.Reference> references = new ArrayList<>();
        for (Object reference : list(diagram.get("references"))) {
            references.add(readReference(map(reference)));
        }
        return new Diagram(tables, references, count(diagram.get("moreTables")));
    }

    private static Diagram.Table readTable(Map<?, ?> table) {
        List<Diagram.Column> columns = new ArrayList<>();
        for (Object value : list(table.get("columns"))) {
            Map<?, ?> column = map(value);
            columns.add(new Diagram.Column(
                    readSide(column.get("before")),
                    readSide(column.get("after")),
                    Boolean.TRUE.equals(column.get("key")),
                    Boolean.TRUE.equals(column.get("reference"))));
        }
        return new Diagram.Table(
                text(table.get("before")),
                text(table.get("after")),
                Boolean.TRUE.equals(table.get("changed")),
                columns,
                count(table.get("more")));
    }

    private static Diagram.Reference readReference(Map<?, ?> reference) {
        return new Diagram.Reference(
                String.valueOf(reference.get("from")),
                String.valueOf(reference.get("to")),
                list(reference.get("columns")).stream().map(String::valueOf).toList(),
                Diagram.Mark.valueOf(String.valueOf(reference.get("mark")).toUpperCase(Locale.ROOT)));
    }

    private static Diagram.@Nullable Side readSide(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        List<?> side = list(value);
        if (side.size() != 2) {
            throw wrong();
        }
        return new Diagram.Side(String.valueOf(side.get(0)), String.valueOf(side.get(1)));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static int count(@Nullable Object value) {
        if (value instanceof Number number) {
            return Math.toIntExact(number.longValue());
        }
        throw wrong();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong();
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong();
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("\"diagram\" is none");
    }
}
