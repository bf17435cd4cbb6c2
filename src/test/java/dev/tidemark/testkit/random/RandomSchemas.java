package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Column;
import dev.tidemark.testkit.random.Model.ConstraintKind;
import dev.tidemark.testkit.random.Model.Form;
import dev.tidemark.testkit.random.Model.Name;
import dev.tidemark.testkit.random.Model.SqlType;
import dev.tidemark.testkit.random.Model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random schemas and their next versions; the same seed gives the same ones for ever. */
public final class RandomSchemas {
    private final Parts parts;
    private final List<String> schemas;

    private RandomSchemas(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        parts = new Parts(random, new Names(random));
        schemas = parts.oneIn(3) ? List.of("shop", parts.pick(List.of("public", "order", "Crm"))) : List.of("shop");
    }

    /**
     * Two versions of a schema.
     *
     * @param seed what they came from
     * @param mutations what was done to the first one, in words
     */
    public record Pair(long seed, Model first, Model second, List<String> mutations) {
        public Pair {
            mutations = List.copyOf(mutations);
        }
    }

    /** The pair of this seed. */
    public static Pair pair(long seed) {
        RandomSchemas schemas = new RandomSchemas(seed);
        Model first = schemas.generate();
        Mutations mutations = new Mutations(schemas.parts, first);
        Model second = mutations.run(1 + schemas.parts.random.nextInt(5));
        return new Pair(seed, first, second, mutations.done());
    }

    private Model generate() {
        Model model = new Model(List.of(), List.of(), List.of());
        for (int i = parts.random.nextInt(3); i > 0; i--) {
            model = model.withEnums(Model.plus(model.enums(), parts.enumType(parts.pick(schemas))));
        }
        for (int i = 1 + parts.random.nextInt(4); i > 0; i--) {
            model = withTable(parts, model, parts.pick(schemas));
        }
        if (parts.oneIn(3)) {
            // From an early table to any, a later one too: foreign keys in circles.
            Table early = model.tables().get(0);
            model = parts.foreignKey(early, model).map(model::with).orElse(model);
        }
        for (int i = parts.random.nextInt(4); i > 0; i--) {
            Model before = model;
            model = parts.view(model, parts.pick(schemas))
                    .map(v -> before.withViews(Model.plus(before.views(), v)))
                    .orElse(model);
        }
        return Pruning.prune(model);
    }

    /** The model and one more table, with all that belongs to it. */
    static Model withTable(Parts parts, Model model, String schema) {
        List<Column> columns = new ArrayList<>();
        if (!parts.oneIn(6)) {
            columns.add(id(parts));
        }
        for (int i = 1 + parts.random.nextInt(6); i > 0; i--) {
            columns.add(parts.column(model, columns));
        }
        Table table = new Table(
                parts.names.id(),
                new Name(schema, parts.names.next()),
                columns,
                List.of(),
                List.of(),
                parts.comment(),
                null);
        if (!parts.oneIn(8)) {
            table = withKey(parts, table, ConstraintKind.PRIMARY);
        }
        if (parts.oneIn(3)) {
            table = withKey(parts, table, ConstraintKind.UNIQUE);
        }
        for (int i = parts.random.nextInt(3); i > 0; i--) {
            Table before = table;
            table = parts.check(table)
                    .map(c -> before.withConstraints(Model.plus(before.constraints(), c)))
                    .orElse(table);
        }
        for (int i = parts.random.nextInt(3); i > 0; i--) {
            Model soFar = model.withTables(Model.plus(model.tables(), table));
            table = parts.foreignKey(table, soFar).orElse(table);
        }
        Model all = model.withTables(Model.plus(model.tables(), table));
        for (int i = parts.random.nextInt(3); i > 0; i--) {
            Table before = table;
            table = parts.index(all.columnsOf(table.id()))
                    .filter(x -> !x.unique() || x.references().noneMatch(before::isGenerated))
                    .map(x -> before.withIndexes(Model.plus(before.indexes(), x)))
                    .orElse(table);
        }
        return model.withTables(Model.plus(model.tables(), table));
    }

    private static Column id(Parts parts) {
        Form form = parts.pick(List.of(Form.IDENTITY_ALWAYS, Form.IDENTITY_BY_DEFAULT, Form.SERIAL, Form.PLAIN));
        SqlType type = SqlType.of(parts.pick(List.of("bigint", "integer")));
        return new Column(
                parts.names.id(),
                parts.oneIn(4) ? parts.names.next() : "id",
                type,
                true,
                form,
                "",
                Model.NONE,
                null,
                null);
    }

    static Table withKey(Parts parts, Table table, ConstraintKind kind) {
        Optional<Table> more =
                parts.key(table, kind).map(k -> table.withConstraints(Model.plus(table.constraints(), k)));
        return more.orElse(table);
    }
}
