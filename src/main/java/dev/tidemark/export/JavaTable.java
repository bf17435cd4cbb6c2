package dev.tidemark.export;

import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.types.Definitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table as a record; what no annotation says comes back as SQL. */
final class JavaTable {
    private static final Pattern ACTIONS = Pattern.compile(
            "(?: ON UPDATE (CASCADE|RESTRICT|SET NULL|SET DEFAULT))?(?: ON DELETE (CASCADE|RESTRICT|SET NULL|SET"
                    + " DEFAULT))?");
    private static final Pattern INDEX = Pattern.compile(
            "CREATE (UNIQUE )?INDEX .+? ON \\S.*? USING (\\w+) \\(([^()]*)\\)(?: INCLUDE \\(([^()]*)\\))?(?: WHERE"
                    + " (.*))?",
            Pattern.DOTALL);

    private final Table table;
    private final String javaName;
    private final JavaTypes types;
    private final Map<QName, JavaTable> tables;
    private final Map<String, String> members = new LinkedHashMap<>();
    private final List<String> extra = new ArrayList<>();

    /**
     * For one table.
     *
     * @param tables all that are records, this one too once all are known
     */
    JavaTable(Table table, String javaName, JavaTypes types, Map<QName, JavaTable> tables) {
        this.table = table;
        this.javaName = javaName;
        this.types = types;
        this.tables = tables;
        JavaNames names = new JavaNames();
        ordered().stream()
                .filter(column -> isExpressible(table, column))
                .forEach(column -> members.put(column.name(), names.member(column.name())));
    }

    String javaName() {
        return javaName;
    }

    static boolean isExpressible(Table table) {
        Table.Properties properties = table.properties();
        return table.relkind() == 'r'
                && !table.unlogged()
                && !table.isPartition()
                && table.parents().isEmpty()
                && properties.type() == null
                && properties.tablespace() == null
                && "heap".equals(properties.accessMethod())
                && table.columns().stream().anyMatch(column -> isExpressible(table, column));
    }

    static boolean isExpressible(View view) {
        return view.options().isEmpty()
                && view.populated()
                && view.columns().stream().noneMatch(c -> c.defaultSql() != null)
                && !view.columns().isEmpty();
    }

    private static boolean isExpressible(Table table, Column column) {
        return column.generated() == Column.Generated.NO
                && column.collation() == null
                && (column.identity() == null || Definitions.isUsualIdentity(table, column));
    }

    /** The members of the primary key where and as it needs them: the processor takes a key's columns in their order. */
    private List<Column> ordered() {
        List<String> key = primaryKey().map(Constraint::columns).orElse(List.of());
        List<Column> keyColumns =
                key.stream().flatMap(name -> table.column(name).stream()).toList();
        List<Column> ordered = new ArrayList<>();
        boolean placed = false;
        for (Column column : table.columns()) {
            if (!key.contains(column.name())) {
                ordered.add(column);
            } else if (!placed) {
                ordered.addAll(keyColumns);
                placed = true;
            }
        }
        return ordered;
    }

    private Optional<Constraint> primaryKey() {
        return table.primaryKey()
                .filter(key -> isPlain(key, "PRIMARY KEY")
                        && key.name().equals(table.name().name() + "_pkey")
                        && key.columns().stream()
                                .allMatch(name -> table.column(name)
                                        .filter(c -> isExpressible(table, c))
                                        .isPresent()));
    }

    /** Whether it says nothing but its columns. */
    private boolean isPlain(Constraint key, String words) {
        String plain = words + " (" + Sql.ids(key.columns()) + ")";
        return Definitions.constraint(table, key).equals("CONSTRAINT " + Sql.id(key.name()) + " " + plain);
    }

    private boolean haveMembers(List<String> columns) {
        return members.keySet().containsAll(columns);
    }

    /** The arguments of an annotation that say what a type is called. */
    static List<String> naming(QName name, String javaName, String usualSchema, @Nullable String comment) {
        List<String> arguments = new ArrayList<>();
        if (!JavaNames.isPlain(
                name.name(), javaName.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + javaName.substring(1))) {
            arguments.add("name = " + JavaText.string(name.name()));
        }
        if (!name.schema().equals(usualSchema)) {
            arguments.add("schema = " + JavaText.string(name.schema()));
        }
        if (comment != null && !comment.isEmpty()) {
            arguments.add("comment = " + JavaText.string(comment));
        }
        return arguments;
    }

    /** Writes the record; the statements for what it does not say. */
    List<String> write(JavaText text, String usualSchema) {
        List<String> above = new ArrayList<>();
        if (primaryKey().isEmpty()) {
            above.add("@SuppressWarnings(\"TDM-147\")");
        }
        above.add(text.annotation("Table", naming(table.name(), javaName, usualSchema, table.comment())));
        ordered().stream()
                .filter(column -> !isExpressible(table, column))
                .forEach(column -> extra.add(Definitions.column(table, column)));
        table.constraints().stream()
                .sorted(java.util.Comparator.comparing(Constraint::kind).thenComparing(Constraint::name))
                .forEach(constraint -> constraint(text, constraint, above));
        table.indexes().stream()
                .filter(index -> index.constraint() == null)
                .forEach(index -> index(text, index, above));
        extra.addAll(Definitions.settings(table));
        comments();
        above.forEach(text::line);
        text.line("public record " + javaName + "(");
        List<String> components = new ArrayList<>();
        for (Column column : ordered()) {
            String member = members.get(column.name());
            if (member != null) {
                String id = primaryKey()
                                .filter(key -> key.columns().contains(column.name()))
                                .isPresent()
                        ? text.annotation("Id", List.of()) + " "
                        : "";
                components.add("        " + id + member(text, types, column, member, false));
            }
        }
        text.line(String.join(",\n", components) + ") {}");
        return extra;
    }

    /** A component with its annotations. */
    static String member(JavaText text, JavaTypes types, Column column, String member, boolean view) {
        JavaTypes.JavaType type = types.of(column.type());
        List<String> parts = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        if (!JavaNames.isPlain(column.name(), member)) {
            arguments.add("name = " + JavaText.string(column.name()));
        }
        if (!type.column().isEmpty()) {
            arguments.add(type.column());
        }
        if (column.comment() != null && !column.comment().isEmpty()) {
            arguments.add("comment = " + JavaText.string(column.comment()));
        }
        if (!arguments.isEmpty()) {
            parts.add(text.annotation("Column", arguments));
        }
        Column.Identity identity = column.identity();
        if (identity != null) {
            parts.add(text.annotation("Identity", identity.always() ? List.of() : List.of("byDefault = true")));
        } else if (column.defaultSql() != null && !view) {
            parts.add(text.annotation("Default", List.of("sql = " + JavaText.string(column.defaultSql()))));
        }
        boolean nullable = !column.notNull();
        text.use(type.imported());
        if (type.name().startsWith("List<")) {
            text.use("java.util.List");
        }
        if (nullable && type.name().equals("byte[]")) {
            text.use("org.jspecify.annotations.Nullable");
            parts.add("byte @Nullable []");
        } else {
            if (nullable) {
                text.use("org.jspecify.annotations.Nullable");
                parts.add("@Nullable");
            }
            parts.add(nullable ? type.boxed() : type.name());
        }
        parts.add(member);
        return String.join(" ", parts);
    }

    private void constraint(JavaText text, Constraint constraint, List<String> above) {
        List<String> arguments = switch (constraint.kind()) {
            case PRIMARY_KEY -> primaryKey().isPresent() ? List.of() : null;
            case UNIQUE -> unique(constraint);
            case FOREIGN_KEY -> foreignKey(text, constraint);
            case CHECK -> check(constraint);
            case EXCLUSION -> null;
        };
        // Keys never inherit, whatever is declared.
        boolean own = constraint.kind() == Constraint.Kind.CHECK && constraint.noInherit();
        boolean kept = constraint.validated() && !own;
        if (!kept || arguments == null) {
            boolean unvalidated =
                    !constraint.validated() && !constraint.definition().endsWith(" NOT ENFORCED");
            extra.add(Sql.alterTable(
                    table.name(),
                    "ADD " + Definitions.constraint(table, constraint) + (unvalidated ? " NOT VALID" : "")));
        } else if (!arguments.isEmpty()) {
            String name = switch (constraint.kind()) {
                case UNIQUE -> "Unique";
                case FOREIGN_KEY -> "ForeignKey";
                default -> "Check";
            };
            above.add(text.annotation(name, arguments));
        }
    }

    private @Nullable List<String> unique(Constraint constraint) {
        return isPlain(constraint, "UNIQUE") && haveMembers(constraint.columns())
                ? List.of("members = " + names(constraint.columns()), name(constraint.name()))
                : null;
    }

    private @Nullable List<String> check(Constraint constraint) {
        String definition = constraint.definition();
        boolean plain =
                definition.startsWith("CHECK (") && definition.endsWith(")") && haveMembers(constraint.columns());
        return plain
                ? List.of(
                        "sql = " + JavaText.string(definition.substring("CHECK (".length(), definition.length() - 1)),
                        name(constraint.name()))
                : null;
    }

    private @Nullable List<String> foreignKey(JavaText text, Constraint constraint) {
        JavaTable target = constraint.references() == null ? null : tables.get(constraint.references());
        if (target == null || !haveMembers(constraint.columns()) || !target.isKey(constraint.referencedColumns())) {
            return null;
        }
        String head = "FOREIGN KEY (" + Sql.ids(constraint.columns()) + ") REFERENCES " + Sql.name(target.table.name())
                + "(" + Sql.ids(constraint.referencedColumns()) + ")";
        if (!constraint.definition().startsWith(head) || !sameTypes(constraint, target)) {
            return null;
        }
        Matcher actions = ACTIONS.matcher(constraint.definition().substring(head.length()));
        if (!actions.matches()) {
            return null;
        }
        List<String> arguments = new ArrayList<>();
        arguments.add("members = " + names(constraint.columns()));
        arguments.add("references = " + target.javaName + ".class");
        arguments.add("referencedMembers = " + target.names(constraint.referencedColumns()));
        action(text, "onUpdate", actions.group(1), arguments);
        action(text, "onDelete", actions.group(2), arguments);
        arguments.add(name(constraint.name()));
        return arguments;
    }

    private boolean sameTypes(Constraint constraint, JavaTable target) {
        for (int i = 0; i < constraint.columns().size(); i++) {
            String own =
                    table.column(constraint.columns().get(i)).map(Column::type).orElse("");
            String other = target.table
                    .column(constraint.referencedColumns().get(i))
                    .map(Column::type)
                    .orElse("");
            if (!own.equals(other)) {
                return false;
            }
        }
        return true;
    }

    private static void action(JavaText text, String event, @Nullable String action, List<String> arguments) {
        if (action != null) {
            text.use("dev.tidemark.annotation.Action");
            arguments.add(event + " = Action." + action.replace(' ', '_'));
        }
    }

    /** Whether the record declares a key of exactly these columns. */
    private boolean isKey(List<String> columns) {
        return primaryKey().filter(key -> key.columns().equals(columns)).isPresent()
                || table.constraints().stream()
                        .anyMatch(c -> c.kind() == Constraint.Kind.UNIQUE
                                && c.columns().equals(columns)
                                && unique(c) != null);
    }

    private void index(JavaText text, Index index, List<String> above) {
        Matcher parts = INDEX.matcher(index.definition());
        List<String> arguments = parts.matches() ? arguments(text, index, parts) : null;
        if (arguments == null) {
            extra.add(index.definition());
        } else {
            above.add(text.annotation("Index", arguments));
        }
    }

    private @Nullable List<String> arguments(JavaText text, Index index, Matcher parts) {
        List<String> keys = new ArrayList<>();
        List<String> order = new ArrayList<>();
        for (String key : parts.group(3).split(", ", -1)) {
            boolean descending = key.endsWith(" DESC");
            Optional<String> column = column(descending ? key.substring(0, key.length() - " DESC".length()) : key);
            if (column.isEmpty()) {
                return null;
            }
            keys.add(column.get());
            order.add(descending ? "SortOrder.DESC" : "SortOrder.ASC");
        }
        List<String> include = new ArrayList<>();
        for (String key :
                parts.group(4) == null ? new String[0] : parts.group(4).split(", ", -1)) {
            Optional<String> column = column(key);
            if (column.isEmpty()) {
                return null;
            }
            include.add(column.get());
        }
        if (parts.group(5) != null && !haveMembers(index.columns())) {
            return null;
        }
        List<String> arguments = new ArrayList<>();
        arguments.add("members = " + names(keys));
        if (order.contains("SortOrder.DESC")) {
            text.use("dev.tidemark.annotation.SortOrder");
            arguments.add("order = {" + String.join(", ", order) + "}");
        }
        if (index.unique()) {
            arguments.add("unique = true");
        }
        if (!parts.group(2).equals("btree")) {
            arguments.add("using = " + JavaText.string(parts.group(2)));
        }
        if (!include.isEmpty()) {
            arguments.add("include = " + names(include));
        }
        if (parts.group(5) != null) {
            arguments.add("where = " + JavaText.string(parts.group(5)));
        }
        arguments.add(name(index.name()));
        return arguments;
    }

    /** The column that an index's key prints, if it is nothing but a column with a member. */
    private Optional<String> column(String printed) {
        return members.keySet().stream()
                .filter(name -> Sql.id(name).equals(printed))
                .findFirst();
    }

    private String names(List<String> columns) {
        return JavaText.strings(columns.stream()
                .map(column -> members.getOrDefault(column, column))
                .collect(Collectors.toList()));
    }

    private static String name(String name) {
        return "name = " + JavaText.string(name);
    }

    /** Of members that no annotation comments. */
    private void comments() {
        var own = JavaWriter.name(table);
        for (Column column : table.columns()) {
            if (column.comment() != null && !members.containsKey(column.name())) {
                extra.add(Definitions.comment(own.member(ObjectKind.COLUMN, column.name()), column.comment()));
            }
        }
        for (Constraint constraint : table.constraints()) {
            if (constraint.comment() != null) {
                extra.add(Definitions.comment(
                        own.member(ObjectKind.CONSTRAINT, constraint.name()), constraint.comment()));
            }
        }
        for (Index index : table.indexes()) {
            if (index.comment() != null) {
                extra.add(Definitions.comment(own.member(ObjectKind.INDEX, index.name()), index.comment()));
            }
        }
    }
}
