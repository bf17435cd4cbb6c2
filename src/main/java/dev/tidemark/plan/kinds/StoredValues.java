package dev.tidemark.plan.kinds;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where values of a type are stored: columns of it, of domains over it, of arrays, composite types, rows of tables and ranges that hold it, however deep.
 */
public final class StoredValues {
    private static final int DEEPEST = 12;

    private final RuleContext ctx;
    private final Map<String, OtherObject> types = new HashMap<>();
    private final Map<String, OtherObject> multiranges = new HashMap<>();
    private final Map<String, Table> rowTypes = new HashMap<>();

    /** In what is there, under the names that renames give. */
    public StoredValues(RuleContext ctx) {
        this.ctx = ctx;
        Catalog live = ctx.live();
        live.others().stream().filter(o -> o.name().kind() == ObjectKind.TYPE).forEach(o -> {
            types.put(Sql.name(o.name()), o);
            if (o.attributes().containsKey("multirange")) {
                multiranges.put(Sql.name(new QName(o.name().schema(), o.attribute("multirange"))), o);
            }
        });
        live.tables().values().forEach(t -> rowTypes.put(Sql.name(t.name()), t));
    }

    /**
     * A column, and the values of the type in it.
     *
     * @param table a table or materialized view
     * @param contained whether a value of the type is only a part of the column's, so that PostgreSQL refuses to look at it
     * @param empty whether there is no row
     * @param values {@code FROM} lists with an expression each, which yield one row for each value
     */
    public record Use(QName table, Column column, boolean contained, boolean empty, List<Values> values) {
        public Use {
            values = List.copyOf(values);
        }
    }

    /**
     * The values of the type in a column.
     *
     * @param from with the table
     * @param where further conditions
     */
    public record Values(String from, String expression, List<String> where, boolean contained) {
        public Values {
            where = List.copyOf(where);
        }
    }

    /** All columns that hold values of the type of this name; partitions are left to their roots. */
    public List<Use> of(QName type) {
        String name = Sql.name(type);
        List<Use> uses = new ArrayList<>();
        for (Table table : ctx.live().tables().values()) {
            if (table.partitionBound() == null && table.relkind() != 'f') {
                table.columns().forEach(c -> use(table.name(), c, name, table.empty(), uses));
            }
        }
        for (View view : ctx.live().views().values()) {
            if (view.materialized()) {
                view.columns().forEach(c -> use(view.name(), c, name, false, uses));
            }
        }
        return uses;
    }

    /** The tables among them that have rows. */
    public static Set<QName> filled(List<Use> uses) {
        return uses.stream().filter(u -> !u.empty()).map(Use::table).collect(Collectors.toSet());
    }

    /** The strongest lock that a scan of these takes; PostgreSQL locks nothing where nothing uses the type. */
    static LockMode lock(List<Use> uses) {
        return uses.isEmpty() ? LockMode.NONE : LockMode.SHARE;
    }

    /** How many values, as {@code value}, a condition holds for. */
    public List<String> count(Use use, String type, String condition) {
        return use.values().stream()
                .map(v ->
                        "SELECT count(*) FROM (SELECT (" + v.expression() + ")::" + type + " AS value FROM " + v.from()
                                + (v.where().isEmpty() ? "" : " WHERE " + String.join(" AND ", v.where()))
                                + ") AS stored WHERE " + condition)
                .toList();
    }

    private void use(QName table, Column column, String type, boolean empty, List<Use> uses) {
        List<Values> found = new ArrayList<>();
        String start = Sql.name(ctx.tableBefore(table)) + " AS t";
        String expression = "t." + Sql.id(ctx.columnBefore(table, column.name()));
        collect(column.type(), new Values(start, expression, List.of(), false), type, 0, found);
        if (!found.isEmpty()) {
            uses.add(new Use(table, column, found.stream().anyMatch(Values::contained), empty, found));
        }
    }

    private void collect(String type, Values here, String wanted, int depth, List<Values> found) {
        if (type.equals(wanted)) {
            found.add(here);
            return;
        }
        if (depth > DEEPEST) {
            return;
        }
        if (type.endsWith("[]")) {
            String from =
                    here.from() + " CROSS JOIN LATERAL (SELECT unnest(" + here.expression() + ") AS v) AS u" + depth;
            Values elements = new Values(from, "u" + depth + ".v", here.where(), true);
            collect(type.substring(0, type.length() - 2), elements, wanted, depth + 1, found);
            return;
        }
        OtherObject multirange = multiranges.get(type);
        if (multirange != null) {
            String from =
                    here.from() + " CROSS JOIN LATERAL (SELECT unnest(" + here.expression() + ") AS v) AS u" + depth;
            bounds(multirange, new Values(from, "u" + depth + ".v", here.where(), true), wanted, depth + 1, found);
            return;
        }
        OtherObject named = types.get(type);
        Table row = rowTypes.get(type);
        if (row != null) {
            row.columns().forEach(c -> collect(c.type(), field(here, c.name()), wanted, depth + 1, found));
        } else if (named != null) {
            switch (named.attribute("kind")) {
                case "domain" -> collect(named.attribute("type"), here, wanted, depth + 1, found);
                case "composite" ->
                    Composite.attributes(named)
                            .forEach(a -> collect(a.type(), field(here, a.name()), wanted, depth + 1, found));
                case "range" -> bounds(named, here, wanted, depth, found);
                default -> {}
            }
        }
    }

    private void bounds(OtherObject range, Values here, String wanted, int depth, List<Values> found) {
        for (String bound : List.of("lower", "upper")) {
            List<String> where = new ArrayList<>(here.where());
            where.add(bound + "(" + here.expression() + ") IS NOT NULL");
            Values value = new Values(here.from(), bound + "(" + here.expression() + ")", where, true);
            collect(range.attribute("subtype"), value, wanted, depth + 1, found);
        }
    }

    private static Values field(Values here, String name) {
        List<String> where = new ArrayList<>(here.where());
        where.add(here.expression() + " IS DISTINCT FROM NULL");
        return new Values(here.from(), "(" + here.expression() + ")." + Sql.id(name), where, true);
    }
}
