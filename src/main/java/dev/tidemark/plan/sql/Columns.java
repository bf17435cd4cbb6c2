package dev.tidemark.plan.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Columns as SQL. */
public final class Columns {
    /** Functions whose result is the same within a statement: a default that calls nothing else is stored once for all rows. */
    private static final Set<String> STABLE = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "current_setting",
            "current_database",
            "current_schema",
            "current_user",
            "session_user",
            "timezone",
            "date_trunc",
            "date_part",
            "extract",
            "make_interval",
            "make_date",
            "to_timestamp",
            "to_date",
            "lower",
            "upper",
            "md5",
            "coalesce",
            "nullif",
            "numeric",
            "varchar",
            "char",
            "timestamp",
            "timestamptz",
            "time",
            "timetz",
            "interval",
            "bit",
            "bpchar",
            "cast",
            "array",
            "jsonb_build_object",
            "jsonb_build_array",
            "json_build_object",
            "json_build_array",
            "array_fill",
            "length",
            "round",
            "abs",
            "repeat");

    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern CALL = Pattern.compile("([A-Za-z_][\\w$]*)\\(");
    /** {@code ::character varying(20)} and the like call nothing. */
    private static final Pattern CAST = Pattern.compile("::[\\w\". ]+(?:\\([\\d, ]*\\))?");

    private Columns() {}

    /** What follows {@code ADD COLUMN}. */
    public static String definition(QName table, Column column) {
        return Sql.id(column.name()) + " " + column.type() + clauses(table, column);
    }

    /** The same without its NOT NULL. */
    public static String nullableDefinition(Column column) {
        return Sql.id(column.name()) + " " + column.type() + clauses(column);
    }

    /** What follows the type, with a blank before it. */
    static String clauses(QName table, Column column) {
        return clauses(column) + (column.notNull() ? notNull(table, column) : "");
    }

    private static String clauses(Column column) {
        StringBuilder sql = new StringBuilder();
        if (column.collation() != null) {
            sql.append(" COLLATE ").append(column.collation());
        }
        @Nullable String expression = column.defaultSql();
        if (column.generated() != Column.Generated.NO) {
            sql.append(" GENERATED ALWAYS AS (").append(expression).append(") ").append(column.generated());
        } else if (column.identity() != null) {
            sql.append(" GENERATED ").append(identity(column.identity()));
        } else if (expression != null) {
            sql.append(" DEFAULT ").append(expression);
        }
        return sql.toString();
    }

    /** With its name, where that is not the one that PostgreSQL would choose. */
    private static String notNull(QName table, Column column) {
        Column.NotNullConstraint constraint = column.properties().notNullConstraint();
        if (constraint == null) {
            return " NOT NULL";
        }
        return (isChosenByServer(table, column) ? "" : " CONSTRAINT " + Sql.id(constraint.name())) + " NOT NULL"
                + (constraint.noInherit() ? " NO INHERIT" : "");
    }

    /** Whether its NOT NULL constraint has the name that PostgreSQL gives one of which no name is said. */
    public static boolean isChosenByServer(QName table, Column column) {
        String name = column.notNullName();
        return name == null || name.equals(table.name() + "_" + column.name() + "_not_null");
    }

    /** {@code CONSTRAINT n NOT NULL c NOT VALID} of a table, from PostgreSQL 18 on. */
    public static String notNullConstraint(Column column, boolean valid) {
        Column.NotNullConstraint constraint =
                Objects.requireNonNull(column.properties().notNullConstraint());
        return "ADD CONSTRAINT " + Sql.id(constraint.name()) + " NOT NULL " + Sql.id(column.name())
                + (constraint.noInherit() ? " NO INHERIT" : "") + (valid ? "" : " NOT VALID");
    }

    /** {@code ALWAYS AS IDENTITY (…)}. */
    public static String identity(Column.Identity identity) {
        String options = Sequences.nonDefault(identity.options());
        return (identity.always() ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY"
                + (options.isEmpty() ? "" : " (" + options + ")");
    }

    /** The same for a column that exists, with the name of its sequence, where that is not one that PostgreSQL would choose. */
    public static String identity(QName table, String column, Column.Identity identity) {
        String text = identity(identity);
        if (!isChosen(table, column, identity)) {
            return text;
        }
        String name = "SEQUENCE NAME " + Sql.name(new QName(table.schema(), identity.sequence()));
        return text.endsWith(")")
                ? text.replaceFirst("\\(", "(" + Matcher.quoteReplacement(name + " "))
                : text + " (" + name + ")";
    }

    /** Whether somebody chose the name of an identity's sequence. */
    private static boolean isChosen(QName table, String column, Column.Identity identity) {
        String usual = table.name() + "_" + column + "_seq";
        return !identity.sequence().startsWith(usual) && usual.getBytes(UTF_8).length < 64;
    }

    /** Whether rows get values without anybody writing them. */
    public static boolean fillsItself(Column column) {
        return column.defaultSql() != null || column.identity() != null;
    }

    /** Whether adding it writes every row again. */
    public static boolean rewrites(Column column) {
        if (column.generated() != Column.Generated.NO) {
            return column.generated() == Column.Generated.STORED;
        }
        @Nullable String expression = column.defaultSql();
        return column.identity() != null || (expression != null && isVolatile(expression));
    }

    /** Whether an expression may call something that differs from row to row; unknown functions are taken for such. */
    static boolean isVolatile(String expression) {
        String bare = CAST.matcher(LITERAL.matcher(expression).replaceAll("''")).replaceAll("");
        Matcher call = CALL.matcher(bare);
        while (call.find()) {
            if (!STABLE.contains(call.group(1))) {
                return true;
            }
        }
        return false;
    }
}
