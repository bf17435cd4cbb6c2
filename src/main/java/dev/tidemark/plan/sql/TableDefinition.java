package dev.tidemark.plan.sql;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as the statements that make it as the catalog has it: columns aligned, constraints named below them.
 *
 * @param parent the partitioned table that it is a partition of
 */
public record TableDefinition(Table table, @Nullable Table parent) {
    private static final Pattern ONLY = Pattern.compile("^(CREATE (?:UNIQUE )?INDEX .*?) ON ONLY ", Pattern.DOTALL);
    private static final Pattern PARAMETERS = Pattern.compile(" WITH \\([^)]*=[^)]*\\)");
    private static final Pattern AFTER_PARAMETERS = Pattern.compile(" WHERE \\(| DEFERRABLE");
    private static final String INDENT = "    ";

    /** A longer name PostgreSQL may have cut; fewer characters than 63 bytes hold at the least. */
    private static final int SURELY_WHOLE = 63;

    /**
     * {@code CREATE TABLE}.
     *
     * @param inline which of its foreign keys stand inside
     */
    public String create(Predicate<Constraint> inline) {
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(table.relkind() == 'f' ? "FOREIGN " : table.unlogged() ? "UNLOGGED " : "")
                .append("TABLE ")
                .append(Sql.name(table.name()));
        List<String> lines = new ArrayList<>();
        if (parent != null) {
            sql.append(" PARTITION OF ").append(Sql.name(parent.name()));
        } else if (table.properties().type() != null) {
            sql.append(" OF ").append(table.properties().type());
            lines.addAll(typedColumns());
        } else {
            lines.addAll(columns());
        }
        constraints().filter(c -> isInside(c, inline)).forEach(c -> lines.add(constraint(c)));
        if (!lines.isEmpty()) {
            sql.append(" (\n")
                    .append(lines.stream().map(line -> INDENT + line).collect(Collectors.joining(",\n")))
                    .append("\n)");
        } else if (parent == null && table.properties().type() == null) {
            sql.append(" ()");
        }
        return sql.append(tail()).toString();
    }

    /** What follows the parentheses. */
    private String tail() {
        StringBuilder sql = new StringBuilder();
        Table.Properties properties = table.properties();
        if (parent != null) {
            sql.append(sql.isEmpty() ? "\n" : "").append(INDENT).append(table.partitionBound());
        } else if (!table.parents().isEmpty()) {
            sql.append("\nINHERITS (")
                    .append(table.parents().stream().map(Sql::name).collect(Collectors.joining(", ")))
                    .append(")");
        }
        if (table.partitionKey() != null) {
            sql.append("\nPARTITION BY ").append(table.partitionKey());
        }
        if (properties.server() != null) {
            sql.append("\nSERVER ").append(Sql.id(properties.server()));
            Options.ofServer(List.of(), properties.serverOptions())
                    .ifPresent(options -> sql.append(" ").append(options.replace("ADD ", "")));
        }
        if (properties.accessMethod() != null && !properties.accessMethod().equals("heap") && table.relkind() == 'r') {
            sql.append("\nUSING ").append(Sql.id(properties.accessMethod()));
        }
        if (!table.options().isEmpty()) {
            sql.append("\nWITH (").append(options(table.options())).append(")");
        }
        if (properties.tablespace() != null) {
            sql.append("\nTABLESPACE ").append(Sql.id(properties.tablespace()));
        }
        return sql.toString();
    }

    /** {@code name=value} as {@code WITH} takes them. */
    public static String options(List<String> options) {
        return options.stream()
                .map(option -> {
                    int equals = option.indexOf('=');
                    return option.substring(0, equals) + " = " + Sql.literal(option.substring(equals + 1));
                })
                .collect(Collectors.joining(", "));
    }

    private List<String> columns() {
        List<Column> own = table.columns().stream().filter(Column::local).toList();
        int nameWidth =
                own.stream().mapToInt(c -> Sql.id(c.name()).length()).max().orElse(0);
        int typeWidth = own.stream()
                .mapToInt(c -> c.type().length())
                .filter(width -> width <= 30)
                .max()
                .orElse(0);
        return own.stream()
                .map(c -> {
                    String head = pad(Sql.id(c.name()), nameWidth) + " ";
                    String clauses = clauses(c);
                    return clauses.isEmpty() ? head + c.type() : head + pad(c.type(), typeWidth) + clauses;
                })
                .toList();
    }

    /** With the name of an identity column's sequence, where PostgreSQL would choose another. */
    private String clauses(Column column) {
        String clauses = Columns.clauses(table.name(), column);
        Column.Identity identity = column.identity();
        String usual = table.name().name() + "_" + column.name() + "_seq";
        if (identity == null || identity.sequence().equals(usual) || usual.length() > SURELY_WHOLE) {
            return clauses;
        }
        String named =
                "AS IDENTITY (SEQUENCE NAME " + Sql.id(table.name().schema()) + "." + Sql.id(identity.sequence());
        return clauses.contains("AS IDENTITY (")
                ? clauses.replace("AS IDENTITY (", named + " ")
                : clauses.replace("AS IDENTITY", named + ")");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Those of which something else than the type is said. */
    private List<String> typedColumns() {
        return table.columns().stream()
                .filter(c -> !Columns.clauses(table.name(), c).isEmpty())
                .map(c -> Sql.id(c.name()) + " WITH OPTIONS" + Columns.clauses(table.name(), c))
                .toList();
    }

    /** Its own constraints, keys first. */
    private java.util.stream.Stream<Constraint> constraints() {
        return table.constraints().stream()
                .filter(Constraint::local)
                .filter(c -> parent == null || !comesWithParent(c))
                .sorted(java.util.Comparator.comparing(Constraint::kind).thenComparing(Constraint::name));
    }

    /** A key of a partition that belongs to its parent's. */
    private boolean comesWithParent(Constraint constraint) {
        boolean attached = constraint.index() != null
                && table.index(constraint.index())
                        .filter(i -> i.parent() != null)
                        .isPresent();
        return attached
                || Objects.requireNonNull(parent).constraints().stream()
                        .anyMatch(c -> c.kind() == constraint.kind()
                                && c.definition().equals(constraint.definition())
                                && (c.kind() == Constraint.Kind.FOREIGN_KEY
                                        || c.name().equals(constraint.name())));
    }

    private static boolean isInside(Constraint constraint, Predicate<Constraint> inline) {
        boolean unvalidated = !constraint.validated() && !isUnenforced(constraint);
        return !unvalidated && (constraint.kind() != Constraint.Kind.FOREIGN_KEY || inline.test(constraint));
    }

    private static boolean isUnenforced(Constraint constraint) {
        return constraint.definition().endsWith(" NOT ENFORCED");
    }

    /** With the parameters of its index, which {@code pg_get_constraintdef} leaves out. */
    public String constraint(Constraint constraint) {
        String definition = constraint.definition();
        Matcher parameters = PARAMETERS.matcher(
                constraint.index() == null
                        ? ""
                        : table.index(constraint.index()).map(Index::definition).orElse(""));
        if (parameters.find()) {
            Matcher rest = AFTER_PARAMETERS.matcher(definition);
            int at = rest.find() ? rest.start() : definition.length();
            definition = definition.substring(0, at) + parameters.group() + definition.substring(at);
        }
        return "CONSTRAINT " + Sql.id(constraint.name()) + " " + definition;
    }

    /** What a CREATE TABLE cannot say, without the foreign keys that come after all tables. */
    public List<String> afterwards() {
        List<String> sql = new ArrayList<>();
        for (Column column : table.columns()) {
            Storage.ofNew(column).forEach(action -> sql.add(Sql.alterColumn(table.name(), column.name(), action)));
            if (column.hasUnvalidatedNotNull() && column.local()) {
                sql.add(Sql.alterTable(table.name(), Columns.notNullConstraint(column, false)));
            }
            differing(column).forEach(action -> sql.add(Sql.alterColumn(table.name(), column.name(), action)));
        }
        constraints()
                .filter(c -> c.kind() != Constraint.Kind.FOREIGN_KEY && !isInside(c, x -> false))
                .forEach(c -> sql.add(Sql.alterTable(table.name(), "ADD " + constraint(c) + " NOT VALID")));
        for (Index index : table.indexes()) {
            if (index.constraint() == null && index.parent() == null) {
                sql.add(index(index));
            }
        }
        sql.addAll(marks());
        return sql;
    }

    /** What a column that comes from a parent has of its own. */
    private List<String> differing(Column column) {
        if (column.local() && parent == null) {
            return List.of();
        }
        List<String> actions = new ArrayList<>();
        Optional<Column> above = parent == null ? Optional.empty() : parent.column(column.name());
        boolean plain = column.generated() == Column.Generated.NO && column.identity() == null;
        if (plain && above.isPresent()) {
            String inherited = above.get().defaultSql();
            if (!Objects.equals(inherited, column.defaultSql())) {
                actions.add(column.defaultSql() == null ? "DROP DEFAULT" : "SET DEFAULT " + column.defaultSql());
            }
            if (column.notNull() && !above.get().notNull()) {
                actions.add("SET NOT NULL");
            }
        }
        return actions;
    }

    /** Without {@code ONLY}: partitions get theirs. */
    public static String index(Index index) {
        Matcher only = ONLY.matcher(index.definition());
        return only.find() ? only.replaceFirst("$1 ON ") : index.definition();
    }

    public List<String> marks() {
        List<String> actions = new ArrayList<>();
        Table.Properties properties = table.properties();
        for (Index index : table.indexes()) {
            if (index.clustered()) {
                actions.add("CLUSTER ON " + Sql.id(index.name()));
            }
            if (index.replicaIdentity() && properties.replicaIdentity() == 'i') {
                actions.add("REPLICA IDENTITY USING INDEX " + Sql.id(index.name()));
            }
        }
        if (properties.replicaIdentity() == 'f' || properties.replicaIdentity() == 'n') {
            actions.add("REPLICA IDENTITY " + (properties.replicaIdentity() == 'f' ? "FULL" : "NOTHING"));
        }
        if (table.rowSecurity()) {
            actions.add("ENABLE ROW LEVEL SECURITY");
        }
        if (properties.forceRowSecurity()) {
            actions.add("FORCE ROW LEVEL SECURITY");
        }
        return actions.stream().map(a -> Sql.alterTable(table.name(), a)).toList();
    }

    /** Foreign keys that do not stand inside. */
    public List<String> laterKeys(Predicate<Constraint> inline) {
        return constraints()
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY && !isInside(c, inline))
                .map(c -> Sql.alterTable(
                        table.name(),
                        "\n" + INDENT + "ADD " + constraint(c)
                                + (c.validated() || isUnenforced(c) ? "" : " NOT VALID")))
                .map(sql -> sql.replace(" \n", "\n"))
                .toList();
    }
}
