package dev.tidemark.page;

import dev.tidemark.Diagram;
import dev.tidemark.Diagram.Mark;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A diagram as Mermaid's {@code erDiagram}, which GitHub and GitLab draw. Before and after are one picture; what becomes of a column is a comment. */
public final class Mermaid {
    private Mermaid() {}

    /** The text of the diagram, without a fence; empty where there is nothing to draw. */
    public static String of(Diagram diagram) {
        if (diagram.tables().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("erDiagram\n");
        Map<String, String> ids = new HashMap<>();
        for (Diagram.Table table : diagram.tables()) {
            String id = "t" + ids.size();
            ids.put(table.id(), id);
            String title = sign(table.mark())
                    + table.id()
                    + (table.before() != null
                                    && table.after() != null
                                    && !table.before().equals(table.after())
                            ? ", was " + table.before()
                            : "");
            out.append("    ").append(id).append("[\"").append(words(title)).append("\"] {\n");
            table.columns().forEach(column -> column(out, column));
            out.append("    }\n");
        }
        for (Diagram.Reference reference : diagram.references()) {
            @Nullable String from = ids.get(reference.from());
            @Nullable String to = ids.get(reference.to());
            if (from != null && to != null) {
                out.append("    ").append(to).append(" ||--o{ ").append(from).append(" : \"");
                out.append(sign(reference.mark())).append(words(String.join(", ", reference.columns())));
                out.append("\"\n");
            }
        }
        return out.toString();
    }

    private static void column(StringBuilder out, Diagram.Column column) {
        Diagram.@Nullable Side side = column.after() == null ? column.before() : column.after();
        if (side == null) {
            return;
        }
        out.append("        ")
                .append(word(side.type().replaceFirst(" (?:NOT NULL|DEFAULT).*", "")))
                .append(' ');
        out.append(word(side.name()));
        String keys =
                column.key() && column.reference() ? " PK, FK" : column.key() ? " PK" : column.reference() ? " FK" : "";
        out.append(keys);
        Diagram.@Nullable Side before = column.before();
        switch (column.mark()) {
            case SAME -> {}
            case ADDED -> out.append(" \"+ added\"");
            case DROPPED -> out.append(" \"- dropped\"");
            case CHANGED -> {
                if (before != null) {
                    out.append(" \"~ was ")
                            .append(words(before.name() + " " + before.type()))
                            .append('"');
                }
            }
        }
        out.append('\n');
    }

    private static String sign(Mark mark) {
        return switch (mark) {
            case SAME -> "";
            case ADDED -> "+ ";
            case CHANGED -> "~ ";
            case DROPPED -> "- ";
        };
    }

    /** What Mermaid takes for a type or a name of an attribute. */
    private static String word(String name) {
        String word = name.replaceAll("[^A-Za-z0-9_()\\[\\]-]", "_");
        return word.isEmpty() || !Character.isLetter(word.charAt(0)) ? "c_" + word : word;
    }

    /** Words in quotes: neither its end nor what Mermaid or HTML read anything into. */
    private static String words(String text) {
        String plain = text.replaceAll("[^\\p{L}\\p{N} _.,:()'=+~-]", "_");
        return plain.length() <= 80 ? plain : plain.substring(0, 79) + "…";
    }
}
