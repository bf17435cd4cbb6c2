package dev.tidemark.processor;

import dev.tidemark.ObjectKind;
import dev.tidemark.schema.SourceMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Which Java element declares which object: the file {@code sources} beside a compiled schema, so that a fault can name the element instead of generated SQL.
 * One object a line, its parts between tabs: kind, schema, name, member, element, file and line. After them, the
 * elements that suppress rules of the lint: {@code @suppressed}, element, codes.
 */
final class JavaElements {
    /** How many parts a line has. */
    static final int PARTS = 6;

    private final SourceLines lines;
    private final List<String> out = new ArrayList<>();
    private final SortedSet<String> suppressed = new TreeSet<>();

    private JavaElements(SourceLines lines) {
        this.lines = lines;
    }

    /** The whole file. */
    static String write(Model model, SourceLines lines) {
        JavaElements elements = new JavaElements(lines);
        model.types().forEach(elements::type);
        model.tables().forEach(elements::table);
        model.views().forEach(elements::view);
        model.steps()
                .forEach(step -> elements.add(
                        ObjectKind.DATA_STEP, "", step.name(), "", step.mark().element()));
        return String.join("", elements.out) + String.join("", elements.suppressed);
    }

    private void type(EnumDeclaration type) {
        add(ObjectKind.TYPE, type.schema(), type.name(), "", type.place().element());
    }

    private void table(Model.TableModel each) {
        TableDeclaration table = each.table();
        add(ObjectKind.TABLE, table, "", table.type());
        table.members().forEach(m -> add(ObjectKind.COLUMN, table, m.columnName(), m.field()));
        each.foreignKeys().forEach(key -> add(ObjectKind.CONSTRAINT, table, key.name(), member(table, key.columns())));
        each.uniqueKeys().forEach(key -> add(ObjectKind.CONSTRAINT, table, key.name(), member(table, key.columns())));
        each.primaryKey().ifPresent(key -> add(ObjectKind.CONSTRAINT, table, key.name(), member(table, key.columns())));
        each.indexes().forEach(index -> index(table, index));
    }

    private void view(Model.ViewModel each) {
        ViewDeclaration view = each.view();
        add(view.materialized() ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW, view, "", view.type());
        view.members().forEach(m -> add(ObjectKind.COLUMN, view, m.columnName(), m.field()));
        each.indexes().forEach(index -> index(view, index));
    }

    private void index(Relation relation, Model.Index index) {
        add(ObjectKind.INDEX, relation, index.name(), index.keys().mark().element());
    }

    /** A key of one column is its member's; another one's is the type's. */
    private static Element member(TableDeclaration table, List<String> columns) {
        return table.members().stream()
                .filter(m -> columns.equals(List.of(m.columnName())))
                .map(Member::field)
                .map(Element.class::cast)
                .findFirst()
                .orElse(table.type());
    }

    private void add(ObjectKind kind, Relation relation, String member, Element element) {
        add(kind, relation.schema(), relation.name(), member, element);
    }

    private void add(ObjectKind kind, String schema, String name, String member, Element element) {
        String own = element instanceof TypeElement type
                ? type.getQualifiedName().toString()
                : ((TypeElement) Objects.requireNonNull(element.getEnclosingElement())).getQualifiedName() + "."
                        + element.getSimpleName();
        List<String> parts = List.of(kind.name(), schema, name, member, own, lines.of(element, own));
        suppress(element, own);
        for (Element around = element.getEnclosingElement();
                around instanceof TypeElement type;
                around = around.getEnclosingElement()) {
            suppress(type, type.getQualifiedName().toString());
        }
        if (parts.stream().noneMatch(part -> part.contains("\t") || part.contains("\n"))) {
            out.add(String.join("\t", parts) + "\n");
        }
    }

    private void suppress(Element element, String name) {
        String codes = lines.suppressed(element, name);
        if (!codes.isEmpty()) {
            suppressed.add(String.join("\t", SourceMap.SUPPRESSED, name, codes) + "\n");
        }
    }
}
