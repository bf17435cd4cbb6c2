package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Column;
import dev.tidemark.testkit.random.Model.ConstraintKind;
import dev.tidemark.testkit.random.Model.EnumType;
import dev.tidemark.testkit.random.Model.Form;
import dev.tidemark.testkit.random.Model.SqlType;
import dev.tidemark.testkit.random.Model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows that satisfy every key and check of a random schema: all tables have equally many, and the value in row {@code i} depends on its type and {@code i}
 * only, so that row {@code i} of any table refers to row {@code i} of any other.
 */
public final class Rows {
    /** How many rows each table gets. */
    public static final int COUNT = 7;

    private Rows() {}

    /** The statements that fill the tables; foreign keys are not looked at on the way (circles), and hold at the end. */
    public static List<String> inserts(Model model) {
        List<String> statements = inserts(model, 1, COUNT);
        for (Table table : model.tables()) {
            for (Column column : table.columns()) {
                if (column.form() == Form.SERIAL || column.form().isIdentity()) {
                    statements.add("select setval(pg_get_serial_sequence("
                            + SqlWriter.literal(SqlWriter.quoted(table.name())) + ", "
                            + SqlWriter.literal(column.name()) + "), " + COUNT + ")");
                }
            }
        }
        return statements;
    }

    /** One more row in each table. */
    public static List<String> oneMore(Model model) {
        return inserts(model, COUNT + 1, COUNT + 1);
    }

    private static List<String> inserts(Model model, int first, int last) {
        List<String> statements = new ArrayList<>();
        statements.add("set session_replication_role = replica");
        for (Table table : model.tables()) {
            List<Column> columns = table.columns().stream()
                    .filter(c -> c.form() != Form.GENERATED)
                    .toList();
            for (int i = first; i <= last && !columns.isEmpty(); i++) {
                int row = i;
                statements.add("insert into " + SqlWriter.quoted(table.name()) + " ("
                        + columns.stream().map(c -> SqlWriter.quoted(c.name())).collect(Collectors.joining(", "))
                        + ") overriding system value values ("
                        + columns.stream().map(c -> value(model, table, c, row)).collect(Collectors.joining(", "))
                        + ")");
            }
        }
        statements.add("set session_replication_role = default");
        return statements;
    }

    /** Whether some rows hold no value in this column. */
    static boolean hasNulls(Table table, Column column) {
        boolean inKey = table.constraints().stream()
                        .filter(c -> c.kind() == ConstraintKind.PRIMARY || c.kind() == ConstraintKind.UNIQUE)
                        .anyMatch(c -> c.columns().contains(column.id()))
                || table.indexes().stream()
                        .filter(Model.Index::unique)
                        .anyMatch(i -> i.references().anyMatch(r -> r == column.id()));
        boolean filled = column.form() == Form.SERIAL || column.form().isIdentity();
        return !column.notNull() && !inKey && !filled && column.id() % 2 == 0;
    }

    private static String value(Model model, Table table, Column column, int i) {
        return hasNulls(table, column) && i % 3 == 0 ? "null" : value(model, column.type(), i);
    }

    private static String value(Model model, SqlType type, int i) {
        if (type.isEnum()) {
            EnumType labels = model.enumType(type.enumId()).orElseThrow();
            String label = SqlWriter.literal(labels.labels().get(i % 2));
            return type.sql().isEmpty() ? label : "array[" + label + "]::" + new SqlWriter(model).type(type);
        }
        return switch (type.sql()) {
            case "integer", "bigint", "smallint" -> String.valueOf(i);
            case "numeric(12,2)", "numeric", "double precision" -> i + ".25";
            case "boolean" -> String.valueOf(i % 2 == 0);
            case "uuid" -> "'00000000-0000-0000-0000-00000000000" + i + "'";
            case "date" -> "date '2020-01-01' + " + i;
            case "timestamptz", "timestamptz(3)", "timestamp" -> "'2020-01-0" + i + " 10:00:00.123'";
            case "time" -> "'10:0" + i + "'";
            case "interval" -> "'" + i + " days'";
            case "bytea" -> "'\\x0" + i + "'";
            case "jsonb" -> "'{\"k\": " + i + "}'";
            case "inet" -> "'10.0.0." + i + "'";
            case "text[]" -> "array['v" + i + "']";
            case "integer[]" -> "array[" + i + "]";
            default -> "'v" + i + "'";
        };
    }
}
