package dev.tidemark.page;

import dev.tidemark.Diagram;
import dev.tidemark.Diagram.Mark;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One side of a diagram, before or after, as a drawing. Each mark is a sign and a colour. */
final class DiagramSvg {
    private final Diagram diagram;
    private final Layout layout;
    private final boolean after;
    private final StringBuilder out = new StringBuilder();

    private DiagramSvg(Diagram diagram, Layout layout, boolean after) {
        this.diagram = diagram;
        this.layout = layout;
        this.after = after;
    }

    static String draw(Diagram diagram, Layout layout, boolean after) {
        return new DiagramSvg(diagram, layout, after).draw();
    }

    private String draw() {
        String side = after ? "after" : "before";
        out.append("<svg class=\"erd\" role=\"img\" aria-label=\"Tables ")
                .append(side)
                .append(" the plan\" width=\"");
        out.append(layout.width())
                .append("\" height=\"")
                .append(layout.height())
                .append("\" viewBox=\"0 0 ");
        out.append(layout.width()).append(' ').append(layout.height()).append("\">\n");
        diagram.references().forEach(this::reference);
        layout.boxes().values().forEach(this::table);
        return out.append("</svg>\n").toString();
    }

    private void reference(Diagram.Reference reference) {
        boolean there = reference.mark() != (after ? Mark.DROPPED : Mark.ADDED);
        Layout.@Nullable Box from = layout.boxes().get(reference.from());
        Layout.@Nullable Box to = layout.boxes().get(reference.to());
        if (!there || from == null || to == null || name(from.table()) == null || name(to.table()) == null) {
            return;
        }
        int y1 = from.y() + row(from.table(), reference);
        int y2 = to.y() + Layout.HEAD / 2;
        boolean leftwards = to.x() + to.width() < from.x();
        int x1 = leftwards ? from.x() : from.x() + from.width();
        int x2 = to.x() + to.width();
        int bend = leftwards ? (x1 + x2) / 2 : Math.max(x1, x2) + 36;
        out.append("<path class=\"edge ")
                .append(word(reference.mark()))
                .append("\" d=\"M ")
                .append(x1)
                .append(' ');
        out.append(y1)
                .append(" C ")
                .append(bend)
                .append(' ')
                .append(y1)
                .append(", ")
                .append(bend)
                .append(' ');
        out.append(y2).append(", ").append(x2 + 7).append(' ').append(y2).append("\"><title>");
        out.append(Html.text(
                reference.from() + " (" + String.join(", ", reference.columns()) + ") refers to " + reference.to()));
        out.append("</title></path><path class=\"tip ")
                .append(word(reference.mark()))
                .append("\" d=\"M ")
                .append(x2);
        out.append(' ').append(y2).append(" l 8 -4 v 8 z\"/>\n");
    }

    /** The middle of the row of its first column, where that is shown. */
    private static int row(Diagram.Table table, Diagram.Reference reference) {
        for (int i = 0; i < table.columns().size(); i++) {
            Diagram.Column column = table.columns().get(i);
            Diagram.@Nullable Side side = column.after() == null ? column.before() : column.after();
            if (side != null && reference.columns().contains(side.name())) {
                return Layout.HEAD + i * Layout.ROW + Layout.ROW / 2;
            }
        }
        return Layout.HEAD / 2;
    }

    private @Nullable String name(Diagram.Table table) {
        return after ? table.after() : table.before();
    }

    private void table(Layout.Box box) {
        @Nullable String name = name(box.table());
        if (name == null) {
            return;
        }
        Mark mark = box.table().mark();
        out.append("<g class=\"entity ").append(word(mark)).append("\"><title>").append(Html.text(name));
        out.append("</title><rect x=\"")
                .append(box.x())
                .append("\" y=\"")
                .append(box.y())
                .append("\" width=\"");
        out.append(box.width()).append("\" height=\"").append(box.height()).append("\" rx=\"5\"/>\n");
        out.append("<path class=\"line\" d=\"M ").append(box.x()).append(' ').append(box.y() + Layout.HEAD);
        out.append(" h ").append(box.width()).append("\"/>\n");
        text(box.x() + 8, box.y() + 18, "name", sign(mark) + Html.cut(name, Layout.MAX_NAME));
        int y = box.y() + Layout.HEAD;
        for (Diagram.Column column : box.table().columns()) {
            column(box, y, column);
            y += Layout.ROW;
        }
        if (box.table().more() > 0) {
            text(box.x() + 8, y + 15, "type", "… " + box.table().more() + " more, unchanged");
        }
        out.append("</g>\n");
    }

    private void column(Layout.Box box, int y, Diagram.Column column) {
        Diagram.@Nullable Side side = after ? column.after() : column.before();
        if (side == null) {
            return;
        }
        Mark mark = column.mark();
        out.append("<g class=\"column ").append(word(mark)).append("\"><title>");
        out.append(Html.text(side.name() + " " + side.type())).append("</title>");
        if (mark != Mark.SAME) {
            out.append("<rect class=\"row\" x=\"")
                    .append(box.x() + 2)
                    .append("\" y=\"")
                    .append(y + 2);
            out.append("\" width=\"")
                    .append(box.width() - 4)
                    .append("\" height=\"")
                    .append(Layout.ROW - 2);
            out.append("\"/>");
        }
        String key = column.key() ? " PK" : column.reference() ? " FK" : "";
        text(box.x() + 8, y + 15, "own", sign(mark) + Html.cut(side.name(), Layout.MAX_NAME) + key);
        out.append("<text class=\"type\" text-anchor=\"end\" x=\"").append(box.x() + box.width() - 8);
        out.append("\" y=\"").append(y + 15).append("\">").append(Html.text(Html.cut(side.type(), Layout.MAX_TYPE)));
        out.append("</text></g>\n");
    }

    private void text(int x, int y, String type, String words) {
        out.append("<text class=\"")
                .append(type)
                .append("\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y);
        out.append("\">").append(Html.text(words)).append("</text>\n");
    }

    private static String sign(Mark mark) {
        return switch (mark) {
            case SAME -> "  ";
            case ADDED -> "+ ";
            case CHANGED -> "~ ";
            case DROPPED -> "− ";
        };
    }

    private static String word(Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT);
    }
}
