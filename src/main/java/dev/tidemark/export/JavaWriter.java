package dev.tidemark.export;

import dev.tidemark.JavaExport;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.plan.types.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A catalog as annotated records, which the annotation processor compiles to the same schema again. What has no annotation is SQL: functions, triggers,
 * partitions, generated columns, exclusion constraints …; a table that is none of these is a record, with what is special about it in SQL.
 */
final class JavaWriter {
    private final Catalog catalog;
    private final List<String> first;
    private final String app;
    private final String javaPackage;
    private final SortedMap<String, String> files = new TreeMap<>();
    private final List<String> extra = new ArrayList<>();
    private final Map<QName, JavaTable> tables = new HashMap<>();
    private final Map<String, String> enums = new HashMap<>();
    private final JavaNames names = new JavaNames();

    private JavaWriter(Exporter.Source source, String app, String javaPackage) {
        this.catalog = source.catalog();
        this.first = source.first();
        this.app = app;
        this.javaPackage = javaPackage;
    }

    static JavaExport write(Exporter.Source source, String app, String javaPackage) {
        return new JavaWriter(source, app, javaPackage).write(source.notes());
    }

    private JavaExport write(List<String> notes) {
        String schema = usualSchema();
        files.put("package-info.java", packageInfo(schema));
        catalog.schemas()
                .values()
                .forEach(info -> Definitions.of(info).stream()
                        .filter(sql -> !sql.startsWith("CREATE SCHEMA ") || !isUsed(info.name()))
                        .forEach(extra::add));
        extra.addAll(first);
        catalog.enums().values().forEach(type -> enumType(type, schema));
        catalog.tables().values().stream()
                .filter(JavaTable::isExpressible)
                .forEach(table -> tables.put(
                        table.name(),
                        new JavaTable(table, names.type(table.name().name()), new JavaTypes(enums), tables)));
        others(ObjectKind.TYPE);
        catalog.sequences().values().forEach(sequence -> extra.addAll(Definitions.of(sequence)));
        catalog.others().stream()
                .filter(o -> o.name().kind() != ObjectKind.TYPE && !ofRelation(o))
                .forEach(o -> extra.addAll(Definitions.of(o)));
        catalog.tables().values().forEach(table -> table(table, schema));
        catalog.sequences().values().stream().map(Definitions::ownership).forEach(extra::addAll);
        catalog.views().values().forEach(view -> view(view, schema));
        catalog.others().stream().filter(JavaWriter::ofRelation).forEach(o -> extra.addAll(Definitions.of(o)));
        return new JavaExport(files, extra, notes);
    }

    /** The schema that most tables live in. */
    private String usualSchema() {
        Map<String, Integer> counts = new TreeMap<>();
        catalog.tables().keySet().forEach(name -> counts.merge(name.schema(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("public");
    }

    /** Whether a record or an enum lives in it: the processor then makes it. */
    private boolean isUsed(String schema) {
        return catalog.enums().keySet().stream().anyMatch(name -> name.schema().equals(schema))
                || catalog.tables().values().stream()
                        .anyMatch(t -> t.name().schema().equals(schema) && JavaTable.isExpressible(t))
                || catalog.views().values().stream()
                        .anyMatch(v -> v.name().schema().equals(schema) && JavaTable.isExpressible(v));
    }

    private static boolean ofRelation(OtherObject object) {
        return switch (object.name().kind()) {
            case TRIGGER, POLICY, RULE, STATISTICS -> true;
            default -> false;
        };
    }

    private void others(ObjectKind kind) {
        catalog.others().stream().filter(o -> o.name().kind() == kind).forEach(o -> extra.addAll(Definitions.of(o)));
    }

    private String packageInfo(String schema) {
        return "@Database(app = " + JavaText.string(app)
                + (schema.equals("public") ? "" : ", schema = " + JavaText.string(schema)) + ")\npackage " + javaPackage
                + ";\n\nimport dev.tidemark.annotation.Database;\n";
    }

    private void enumType(EnumType type, String schema) {
        JavaText text = new JavaText(javaPackage);
        String java = names.type(type.name().name());
        enums.put(JavaTypes.printed(type.name()), java);
        text.line(text.annotation("EnumType", JavaTable.naming(type.name(), java, schema, type.comment())));
        text.line("public enum " + java + " {");
        JavaNames constants = new JavaNames();
        for (int i = 0; i < type.labels().size(); i++) {
            String label = type.labels().get(i);
            String constant = constants.constant(label);
            String said =
                    constant.equals(label) ? "" : text.annotation("EnumLabel", List.of(JavaText.string(label))) + " ";
            text.line("    " + said + constant + (i + 1 < type.labels().size() ? "," : ""));
        }
        text.line("}");
        files.put(java + ".java", text.toString());
    }

    private void table(Table table, String schema) {
        JavaTable java = tables.get(table.name());
        if (java == null) {
            Table parent = table.isPartition() && !table.parents().isEmpty()
                    ? catalog.tables().get(table.parents().get(0))
                    : null;
            extra.addAll(Definitions.of(table, parent, key -> false));
            extra.addAll(Definitions.laterKeys(table, parent, key -> false));
            return;
        }
        JavaText text = new JavaText(javaPackage);
        extra.addAll(java.write(text, schema));
        files.put(java.javaName() + ".java", text.toString());
    }

    private void view(View view, String schema) {
        if (!JavaTable.isExpressible(view)) {
            extra.addAll(Definitions.of(view));
            return;
        }
        JavaText text = new JavaText(javaPackage);
        String java = names.type(view.name().name());
        List<String> arguments = JavaTable.naming(view.name(), java, schema, view.comment());
        if (view.materialized()) {
            arguments.add("materialized = true");
        }
        arguments.add("sql = " + JavaText.string(view.definition().strip().replaceFirst(";$", "")));
        text.line(text.annotation("View", arguments));
        JavaNames members = new JavaNames();
        JavaTypes types = new JavaTypes(enums);
        List<String> components = new ArrayList<>();
        view.columns()
                .forEach(column -> components.add(
                        "    " + JavaTable.member(text, types, column, members.member(column.name()), true)));
        text.line("public record " + java + "(");
        text.line(String.join(",\n", components) + ") {}");
        files.put(java + ".java", text.toString());
        view.indexes().forEach(index -> extra.add(index.definition()));
    }

    /** The table as others name it. */
    static ObjectName name(Table table) {
        return ObjectName.of(
                ObjectKind.TABLE, table.name().schema(), table.name().name());
    }
}
