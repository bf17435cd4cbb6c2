package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Column;
import dev.tidemark.testkit.random.Model.EnumType;
import dev.tidemark.testkit.random.Model.Form;
import dev.tidemark.testkit.random.Model.SqlType;
import dev.tidemark.testkit.random.Model.Table;
import dev.tidemark.testkit.random.RandomSchemas.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of the first version's rows must be found in the second one, as pairs of queries whose answers have to be equal. */
public final class Survivors {
    /**
     * A value that survives.
     *
     * @param what its name, for a reader
     * @param before a query of one value, for the first version
     * @param after the same for the second one
     */
    public record Value(String what, String before, String after) {}

    private Survivors() {}

    /** For each table that stays: its number of rows, and all values of each column that stays. */
    public static List<Value> of(Pair pair) {
        List<Value> values = new ArrayList<>();
        for (Table before : pair.first().tables()) {
            pair.second().table(before.id()).ifPresent(after -> {
                values.add(new Value("rows of " + SqlWriter.quoted(after.name()), count(before), count(after)));
                for (Column column : before.columns()) {
                    after.column(column.id())
                            .filter(c -> comparable(column, c))
                            .ifPresent(c -> values.add(new Value(
                                    SqlWriter.quoted(after.name()) + "." + SqlWriter.quoted(c.name()),
                                    all(pair.first(), before, column),
                                    all(pair.second(), after, c))));
                }
            });
        }
        return values;
    }

    /** What is still there when nothing that loses data was done: the tables that go keep their rows, and so do the columns that go. */
    public static List<Value> ofWithheld(Pair pair) {
        List<Value> values = new ArrayList<>();
        for (Table before : pair.first().tables()) {
            Table after = pair.second().table(before.id()).orElse(before);
            values.add(new Value("rows of " + SqlWriter.quoted(after.name()), count(before), count(after)));
            for (Column column : before.columns()) {
                boolean goes = pair.second().table(before.id()).isEmpty()
                        || after.column(column.id()).isEmpty();
                if (goes && column.form() != Form.GENERATED) {
                    String asked = all(pair.first(), before, column);
                    String then = all(pair.first(), before.moved(after.name()), column);
                    values.add(new Value(
                            SqlWriter.quoted(after.name()) + "." + SqlWriter.quoted(column.name()), asked, then));
                }
            }
        }
        return values;
    }

    private static String count(Table table) {
        return "select count(*) from " + SqlWriter.quoted(table.name());
    }

    /** Generated values change with their expression, and some types print a value in another way. */
    private static boolean comparable(Column before, Column after) {
        if (before.form() == Form.GENERATED || after.form() == Form.GENERATED) {
            return false;
        }
        SqlType from = before.type();
        SqlType to = after.type();
        boolean toText = to.isText() && (from.isWhole() || from.isText() || from.is("uuid"));
        return from.equals(to) || toText || (from.isWhole() && to.isWhole());
    }

    /** All values in the order of their text; labels of enums by the names that they have in the second version. */
    private static String all(Model model, Table table, Column column) {
        String value = SqlWriter.quoted(column.name()) + "::text";
        if (column.type().isEnum() && column.type().sql().isEmpty()) {
            EnumType type = model.enumType(column.type().enumId()).orElseThrow();
            for (Map.Entry<String, String> renamed : type.renamedLabels().entrySet()) {
                value = "replace(" + value + ", " + SqlWriter.literal(renamed.getKey()) + ", "
                        + SqlWriter.literal(renamed.getValue()) + ")";
            }
        } else if (column.type().isEnum()) {
            value = "cardinality(" + SqlWriter.quoted(column.name()) + ")::text";
        }
        return "select coalesce(string_agg(v, '|' order by v collate \"C\"), '') from (select " + value + " as v from "
                + SqlWriter.quoted(table.name()) + ") x";
    }

    /** Whether values are certainly lost for good between the two versions: a table or a column with rows is gone. */
    public static boolean certainlyLoses(Pair pair) {
        return pair.first().tables().stream()
                .anyMatch(t -> pair.second()
                        .table(t.id())
                        .map(after -> t.columns().stream()
                                .anyMatch(c -> c.form() != Form.GENERATED
                                        && after.column(c.id()).isEmpty()))
                        .orElse(true));
    }

    /** Whether every value of the first version certainly has its place in the second one. */
    public static boolean certainlyKeeps(Pair pair) {
        boolean tables = pair.first().tables().stream()
                .allMatch(t -> pair.second()
                        .table(t.id())
                        .map(after -> t.columns().stream()
                                .allMatch(c -> after.column(c.id())
                                        .map(a -> a.type().equals(c.type())
                                                && (a.form() == Form.GENERATED) == (c.form() == Form.GENERATED))
                                        .orElse(false)))
                        .orElse(false));
        boolean enums = pair.first().enums().stream()
                .allMatch(e -> pair.second()
                        .enumType(e.id())
                        .map(after -> e.labels().stream()
                                .allMatch(l -> after.labels().contains(l)
                                        || after.renamedLabels().containsValue(l)))
                        .orElse(false));
        boolean views = pair.first().views().stream()
                .allMatch(v -> !v.materialized()
                        || pair.second().views().stream()
                                .anyMatch(after -> after.id() == v.id() && after.materialized()));
        return tables && enums && views;
    }

    /** Whether code of the first version meets a name that is gone. */
    public static boolean renames(Pair pair) {
        return pair.second().tables().stream()
                .anyMatch(t -> t.renamedFrom() != null || t.columns().stream().anyMatch(c -> c.renamedFrom() != null));
    }
}
