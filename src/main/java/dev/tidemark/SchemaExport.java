package dev.tidemark;

import java.util.List;

/**
 * A schema as the statements that make it.
 *
 * @param parts in an order in which they run
 * @param notes what is left out, or comes out otherwise
 */
public record SchemaExport(List<Part> parts, List<String> notes) {
    public SchemaExport {
        parts = List.copyOf(parts);
        notes = List.copyOf(notes);
    }

    /**
     * A statement.
     *
     * @param object the object that stands by itself and that it makes or is about
     * @param file where it belongs in a folder by object, such as {@code shop/tables/orders.sql}; statements of one file come in the order of {@link #parts}
     * @param sql without a semicolon
     */
    public record Part(ObjectName object, String file, String sql) {}

    /** All statements as one text; a blank line stands before each object. */
    public String text() {
        return text(parts);
    }

    /** The files of a folder by object in an order in which they load; each statement once. */
    public List<String> files() {
        return parts.stream().map(Part::file).distinct().toList();
    }

    /** The text of one of {@link #files()}. */
    public String text(String file) {
        return text(parts.stream().filter(part -> part.file().equals(file)).toList());
    }

    private static String text(List<Part> parts) {
        StringBuilder out = new StringBuilder();
        ObjectName last = null;
        for (Part part : parts) {
            boolean apart = !part.object().equals(last) || part.sql().contains("\n");
            out.append(out.isEmpty() || !apart ? "" : "\n").append(part.sql()).append(ending(part.sql()));
            last = part.object();
        }
        return out.toString();
    }

    /** A semicolon behind a comment would belong to it. */
    private static String ending(String sql) {
        return sql.lastIndexOf("--") > sql.lastIndexOf('\n') ? "\n;\n" : ";\n";
    }
}
