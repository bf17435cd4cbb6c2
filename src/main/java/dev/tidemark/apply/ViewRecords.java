package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.View;
import dev.tidemark.control.RoundTrip;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.Hint;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether views have the columns that their records declare ({@code -- @columns}).
 *
 * <p>Every declared column must be there, of the same type; a view may have more. A type that is declared without a length or precision takes any, and
 * {@code text} takes {@code varchar}, which Java reads alike.
 */
final class ViewRecords {
    private static final Pattern MODIFIER = Pattern.compile("\\(([^)]*)\\)");
    private static final Set<String> TEXTS = Set.of("text", "character varying");

    private final CompiledSchema schema;
    private final Catalog declared;
    private final Map<String, String> normalised = new HashMap<>();

    ViewRecords(CompiledSchema schema, Catalog declared) {
        this.schema = schema;
        this.declared = declared;
    }

    /** In a transaction of its own; one round trip where there is such a record, else none. */
    List<Problem> check(Connection work) throws SQLException {
        Set<String> types = new TreeSet<>();
        each((statement, view, hint) -> {
            hint.columns().forEach(c -> types.add(c.type()));
            view.columns().forEach(c -> types.add(c.type()));
        });
        if (types.isEmpty()) {
            return List.of();
        }
        normalise(work, types);
        List<Problem> problems = new ArrayList<>();
        each((statement, view, hint) -> hint.columns()
                .forEach(column -> compare(statement, view, column).ifPresent(problems::add)));
        return problems;
    }

    private interface Pair {
        void accept(Declared statement, View view, Hint.Columns hint);
    }

    private void each(Pair action) {
        for (Declared statement : schema.statements()) {
            for (Hint hint : statement.hints()) {
                QName name = QName.of(hint.object());
                @Nullable View view = declared.views().get(name);
                if (hint instanceof Hint.Columns columns && view != null) {
                    action.accept(statement, view, columns);
                }
            }
        }
    }

    /** What the server does not know, such as a type that is still to be made, stays without an answer. */
    private void normalise(Connection work, Set<String> types) throws SQLException {
        String texts = types.stream().map(Sql::literal).collect(Collectors.joining(", "));
        try (Statement query = work.createStatement();
                ResultSet rows = RoundTrip.alone(
                        query,
                        "set local search_path = '';",
                        "select t, pg_catalog.format_type(pg_catalog.to_regtype(t), null) from pg_catalog.unnest(array["
                                + texts + "]::pg_catalog.text[]) as t")) {
            while (rows.next()) {
                @Nullable String type = rows.getString(2);
                if (type != null && !type.equals("???")) {
                    normalised.put(rows.getString(1), type);
                }
            }
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith("42")) {
                throw e;
            }
            // Before PostgreSQL 16 a text that is no type is an error for all of them: they are then compared as they
            // are written.
            normalised.clear();
        }
    }

    private Optional<Problem> compare(Declared statement, View view, Hint.Columns.Column wanted) {
        Optional<Column> found = view.columns().stream()
                .filter(c -> c.name().equals(wanted.name()))
                .findFirst();
        if (found.isPresent() && same(wanted.type(), found.get().type())) {
            return Optional.empty();
        }
        String message = found.map(c -> "the record says " + wanted.type() + ", the view's query yields " + c.type())
                .orElseGet(() -> "the record has it, the view's query does not; it has "
                        + view.columns().stream().map(Column::name).collect(Collectors.joining(", ")));
        String cast = found.isPresent() ? "cast it in the query: (…)::" + wanted.type() : "add it to the query";
        String follow =
                found.map(c -> "or declare " + c.type() + " in the record").orElse("or leave it out of the record");
        return Optional.of(Problem.of(
                "TDM-209",
                new ObjectName(
                        ObjectKind.COLUMN, view.name().schema(), view.name().name(), wanted.name()),
                message,
                schema.origin() + ":" + statement.line() + ":" + statement.column(),
                null,
                List.of(cast, follow + " (in SQL: the line -- @columns)")));
    }

    private boolean same(String wanted, String found) {
        String base = base(wanted);
        String other = base(found);
        if (TEXTS.contains(base) && TEXTS.contains(other)) {
            return base.equals("text") || fits(wanted, found);
        }
        return base.equals(other) && fits(wanted, found);
    }

    private static boolean fits(String wanted, String found) {
        String modifier = modifier(wanted);
        return modifier.isEmpty() || modifier.equals(modifier(found));
    }

    /** The type without its modifier, as PostgreSQL spells it. */
    private String base(String type) {
        return Optional.ofNullable(normalised.get(type))
                .orElseGet(() -> MODIFIER.matcher(type)
                        .replaceFirst("")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[\\s\"]+", ""));
    }

    /** {@code 12,2} of {@code numeric(12, 2)}, {@code 12} of {@code numeric(12,0)}. */
    private static String modifier(String type) {
        Matcher found = MODIFIER.matcher(type);
        String modifier = found.find() ? found.group(1).replaceAll("\\s+", "") : "";
        return modifier.endsWith(",0") ? modifier.substring(0, modifier.length() - 2) : modifier;
    }
}
