package dev.tidemark.plan.rows;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.plan.kinds.StoredValues;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.sql.CheckText;
import dev.tidemark.plan.sql.ExclusionText;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The queries about rows; asked before anything runs, so they name tables and columns as they are called as yet. Empty tables raise no question. */
public final class RowQuestions {
    /** The parent of a partition by hash, in the shadow. */
    private static final Pattern HASH_PARENT = Pattern.compile("(?<=satisfies_hash_partition\\()'\\d+'::oid");

    /** A call of a function that is not PostgreSQL's own: it may raise an error. */
    private static final Pattern WRITTEN_BY_USERS = Pattern.compile("[\\w\"]\\.[\\w\"]+\\((?!.*nextval)");

    /** Functions of a column that have a result for every text. */
    private static final Pattern NEVER_FAILS =
            Pattern.compile("(lower|upper|btrim|md5|length)\\(\\(?\\w+\\)?(::text)?\\)");

    private final Context ctx;
    private final FutureRows future;

    public RowQuestions(Context ctx) {
        this.ctx = ctx;
        this.future = new FutureRows(ctx);
    }

    /** Where a sequence is. */
    public String lastValue(QName sequence) {
        QName before = ctx.changes()
                .all(Change.RenameSequence.class)
                .filter(c -> c.to().equals(sequence))
                .map(Change.RenameSequence::from)
                .findFirst()
                .orElse(sequence);
        return "SELECT last_value FROM " + Sql.name(before);
    }

    /** How many rows a table has. */
    public Optional<String> rows(QName table) {
        return ask(table, "SELECT count(*) FROM " + from(table));
    }

    /** How many rows hold a value in a column that goes; rows of children that keep it do not count. */
    public Optional<String> values(QName table, String column) {
        String only = ctx.inherited().staysBelow(table, column) ? "ONLY " : "";
        return ask(table, "SELECT count(" + before(table, column) + ") FROM " + only + from(table));
    }

    /** How many rows of a table lie outside of the bounds that it is declared to have. */
    public Optional<String> misplaced(Table to) {
        return bounds(to)
                .flatMap(
                        c -> ask(to.name(), "SELECT count(*) FROM " + from(to.name()) + " WHERE (" + c + ") IS FALSE"));
    }

    /** The way to look at the rows that a question counts. */
    public static String seeThem(String question) {
        return "see them: " + question.replaceFirst("count\\(\\*\\)", "*");
    }

    /** How many rows of a table would be in none of these partitions; none where that cannot be asked. */
    public Optional<String> homeless(QName table, List<Table> partitions) {
        boolean renamed = partitions.stream()
                .flatMap(t -> t.columns().stream())
                .anyMatch(c -> !ctx.columnBefore(table, c.name()).equals(c.name()));
        List<String> bounds = partitions.stream()
                .filter(t -> !t.isPartitioned())
                .map(Table::partitionConstraint)
                .map(String::valueOf)
                .toList();
        if (renamed || bounds.stream().anyMatch(b -> HASH_PARENT.matcher(b).find())) {
            return Optional.empty();
        }
        String fits = bounds.isEmpty() ? "false" : "(" + String.join(") OR (", bounds) + ")";
        return ask(table, "SELECT count(*) FROM " + from(table) + " WHERE (" + fits + ") IS NOT TRUE");
    }

    /** How many rows of the default partition belong to one that comes beside it. */
    public Optional<String> claimed(Table to, QName other) {
        return bounds(to).flatMap(c -> ask(other, "SELECT count(*) FROM " + from(other) + " WHERE " + c));
    }

    /** The condition of a partition, under the names that the columns have as yet; none where it cannot be asked yet. */
    private Optional<String> bounds(Table to) {
        String constraint = to.partitionConstraint();
        boolean renamed = to.columns().stream()
                .anyMatch(c -> !ctx.columnBefore(to.name(), c.name()).equals(c.name()));
        if (constraint == null || renamed || to.parents().isEmpty()) {
            return Optional.empty();
        }
        QName parent = to.parents().get(0);
        String condition = HASH_PARENT
                .matcher(constraint)
                .replaceAll(Matcher.quoteReplacement(Sql.literal(from(parent)) + "::regclass::oid"));
        return condition.equals(constraint) || ctx.exists(parent) ? Optional.of(condition) : Optional.empty();
    }

    /** How many rows hold none. */
    public Optional<String> nulls(QName table, String column) {
        return ctx.isNewColumn(table, column)
                ? Optional.empty()
                : ask(table, "SELECT count(*) FROM " + from(table) + " WHERE " + before(table, column) + " IS NULL");
    }

    /**
     * How many rows hold no value in a column that is computed for each of them: one that is generated, or whose default a domain may refuse. It fails where
     * that cannot be computed.
     */
    public Optional<String> computed(QName table, Column column) {
        String value = column.defaultSql();
        boolean mayFail = column.generated() != Column.Generated.NO
                || (value != null
                        && (isDomain(column.type())
                                || WRITTEN_BY_USERS.matcher(value).find()));
        return mayFail
                ? ask(
                        table,
                        "SELECT count(*) FROM " + future.from(table, Sql.id(table.name())) + " WHERE "
                                + Sql.id(column.name()) + " IS NULL")
                : Optional.empty();
    }

    /** Whether a question failed because of a value in a row: not because of a label that comes with this sync. */
    public boolean isOfValues(String failure) {
        return Facts.isOfValues(failure)
                && !(failure.startsWith(SqlStates.INVALID_TEXT)
                        && future.types().relabels());
    }

    private boolean isDomain(String type) {
        return ctx.live().others().stream()
                .anyMatch(o -> o.attribute("kind").equals("domain")
                        && Sql.name(o.name()).equals(type));
    }

    /** How many rows hold a value that a type which is not there yet refuses. */
    public Optional<String> refusedByNewType(QName table, Column column) {
        String value = Sql.id(column.name());
        String rows = " FROM " + future.from(table, Sql.id(table.name())) + " WHERE ";
        if (future.types().standIn(column.type()).isEmpty()) {
            return ask(table, "SELECT count(*)" + rows + value + " IS NOT NULL");
        }
        boolean relabelled = future.types().isRelabelled(column.type());
        String spoken = relabelled ? value + (column.type().endsWith("[]") ? "::text[]" : "::text") : value;
        return future.types()
                .condition(column.type(), spoken)
                .flatMap(c -> ask(table, "SELECT count(*)" + rows + "NOT (" + c + ")"));
    }

    /** Constraints over a column that are there and stay as they are. */
    public List<Constraint> keptConstraints(QName table, String column) {
        return ctx.declared(table).map(Table::constraints).orElse(List.of()).stream()
                .filter(c -> c.columns().contains(column) && c.validated() && c.kind() != Constraint.Kind.FOREIGN_KEY)
                .filter(c ->
                        ctx.live(table).flatMap(t -> t.constraint(c.name())).isPresent())
                .filter(c -> ctx.input().diff().changes().stream().noneMatch(change -> switch (change) {
                    case Change.ReplaceConstraint r ->
                        r.table().name().equals(table) && r.to().name().equals(c.name());
                    case Change.AddConstraint a ->
                        a.table().name().equals(table) && a.constraint().name().equals(c.name());
                    default -> false;
                }))
                .toList();
    }

    /** Fails where a value does not cast; asked of an empty table too, since there may be no cast at all. */
    public Optional<String> castFailures(QName table, Column from, Column to) {
        if (TypeChange.of(from, to).harmless() || future.types().isRelabelled(to.type())) {
            return Optional.empty();
        }
        String cast = future.cast(before(table, to.name()), from, to);
        return ctx.live(table).filter(RowQuestions::askable).map(t -> "SELECT count(" + cast + ") FROM " + from(table));
    }

    /** How many values are others after the cast. */
    public Optional<String> alteredValues(QName table, Column from, Column to) {
        if (!TypeChange.of(from, to).mayAlter()
                || future.types().has(to.type())
                || future.types().isRelabelled(to.type())) {
            return Optional.empty();
        }
        String column = before(table, to.name());
        String there = TypeChange.cast(ctx, column, from, to);
        String andBack = "(" + there + ")::" + from.type();
        return ask(
                table,
                "SELECT count(*) FROM " + from(table) + " WHERE (" + andBack + ")::text IS DISTINCT FROM " + column
                        + "::text");
    }

    /** How many rows (for keys: groups of rows) a constraint does not hold for. */
    public Optional<String> violations(QName table, Constraint constraint) {
        Rows rows = rows(table, constraint.columns(), constraint.kind() == Constraint.Kind.CHECK);
        return switch (constraint.kind()) {
            case PRIMARY_KEY, UNIQUE ->
                constraint.definition().contains("WITHOUT OVERLAPS")
                        ? conflicts(table, rows, withoutOverlaps(constraint, rows))
                        : duplicates(
                                table,
                                rows,
                                constraint.columns().stream().map(rows::column).toList(),
                                constraint.definition().contains("NULLS NOT DISTINCT"),
                                Optional.empty());
            case CHECK ->
                CheckText.expression(constraint.definition())
                        .flatMap(e -> ask(
                                table, "SELECT count(*) FROM " + rows.from() + " WHERE NOT (" + rows.spoken(e) + ")"));
            case FOREIGN_KEY -> orphans(table, constraint);
            case EXCLUSION ->
                ExclusionText.parse(constraint.definition())
                        .flatMap(text -> conflicts(table, rows(table, constraint.columns(), true), text));
        };
    }

    private static ExclusionText withoutOverlaps(Constraint key, Rows rows) {
        List<ExclusionText.Element> elements = new ArrayList<>();
        int last = key.columns().size() - 1;
        for (int i = 0; i <= last; i++) {
            elements.add(new ExclusionText.Element(rows.column(key.columns().get(i)), i == last ? "&&" : "="));
        }
        return new ExclusionText(elements, Optional.empty());
    }

    /** How many pairs of rows exclude each other; two rows are told apart by where they stand. */
    private Optional<String> conflicts(QName table, Rows rows, ExclusionText text) {
        List<String> keys = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        for (ExclusionText.Element element : text.elements()) {
            String key = "k" + keys.size();
            keys.add(rows.spoken(element.expression()) + " AS " + key);
            pairs.add("a." + key + " " + element.operator() + " b." + key);
        }
        return ask(
                table,
                "WITH all_keys AS MATERIALIZED (SELECT pg_catalog.row_number() OVER () AS place, "
                        + String.join(", ", keys)
                        + " FROM " + rows.from()
                        + text.where().map(w -> " WHERE " + rows.spoken(w)).orElse("")
                        + ") SELECT count(*) FROM all_keys AS a JOIN all_keys AS b ON a.place < b.place AND "
                        + String.join(" AND ", pairs));
    }

    /** A query that shows the rows in the way, for a human. */
    public String showDuplicates(QName table, List<String> columns) {
        String keys =
                Sql.ids(columns.stream().map(c -> ctx.columnBefore(table, c)).toList());
        return "SELECT " + keys + ", count(*) FROM " + from(table) + " GROUP BY " + keys + " HAVING count(*) > 1";
    }

    /** How many rows of a table refer to rows of a partition by a foreign key to what it is a partition of. */
    public Optional<String> referring(Context.Inbound inbound, Table partition) {
        Constraint key = inbound.key();
        String join = IntStream.range(0, key.columns().size())
                .mapToObj(i ->
                        "b." + before(partition.name(), key.referencedColumns().get(i)) + " = a."
                                + before(inbound.table(), key.columns().get(i)))
                .collect(Collectors.joining(" AND "));
        return ask(
                inbound.table(),
                "SELECT count(*) FROM " + from(inbound.table()) + " AS a WHERE EXISTS (SELECT 1 FROM "
                        + Sql.name(ctx.before(partition.name())) + " AS b WHERE " + join + ")");
    }

    /** How many groups of rows share a key of a unique index. */
    public Optional<String> duplicates(QName table, Index index) {
        if (!index.unique() || ctx.live(table).isEmpty()) {
            return Optional.empty();
        }
        Rows rows = rows(table, index.columns(), true);
        return IndexText.parse(index.definition())
                .flatMap(text -> duplicates(
                        table,
                        rows,
                        text.keys().stream().map(rows::spoken).toList(),
                        text.nullsNotDistinct(),
                        text.where().map(rows::spoken)));
    }

    /** How many keys an index of expressions would hold; it fails where one of them cannot be computed. */
    public Optional<String> keys(QName table, Index index) {
        Rows rows = rows(table, index.columns(), true);
        return IndexText.parse(index.definition()).flatMap(text -> {
            List<String> expressions = text.keys().stream()
                    .filter(k -> k.contains("(") && !NEVER_FAILS.matcher(k).matches())
                    .map(rows::spoken)
                    .toList();
            if (expressions.isEmpty() && text.where().isEmpty()) {
                return Optional.empty();
            }
            String counted = expressions.isEmpty()
                    ? "count(*)"
                    : expressions.stream().map(e -> "count(" + e + ")").collect(Collectors.joining(" + "));
            return ask(
                    table,
                    "SELECT " + counted + " FROM " + rows.from()
                            + text.where().map(w -> " WHERE " + rows.spoken(w)).orElse(""));
        });
    }

    private Optional<String> duplicates(
            QName table, Rows rows, List<String> keys, boolean nullsNotDistinct, Optional<String> where) {
        Stream<String> notNull =
                nullsNotDistinct ? Stream.empty() : keys.stream().map(k -> k + " IS NOT NULL");
        String condition =
                Stream.concat(where.map(w -> "(" + w + ")").stream(), notNull).collect(Collectors.joining(" AND "));
        String list = String.join(", ", keys);
        return ask(
                table,
                "SELECT count(*) FROM (SELECT 1 FROM " + rows.from()
                        + (condition.isEmpty() ? "" : " WHERE " + condition) + " GROUP BY " + list
                        + " HAVING count(*) > 1) AS duplicates");
    }

    private Optional<String> orphans(QName table, Constraint key) {
        if (key.definition().contains("PERIOD ")) {
            return Optional.empty();
        }
        QName parent = Objects.requireNonNull(key.references());
        Rows rows = rows(table, key.columns(), false);
        Rows parents = rows(parent, key.referencedColumns(), false);
        List<String> columns =
                key.columns().stream().map(c -> "a." + rows.column(c)).toList();
        String present = columns.stream().map(c -> c + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String join = IntStream.range(0, columns.size())
                .mapToObj(i -> "b." + parents.column(key.referencedColumns().get(i)) + " = " + columns.get(i))
                .collect(Collectors.joining(" AND "));
        String orphan =
                ctx.exists(parent) ? " AND NOT EXISTS (SELECT 1 FROM " + parents.as("b") + " WHERE " + join + ")" : "";
        return ask(
                table,
                "SELECT count(*) FROM " + rows.as("a") + " WHERE "
                        + (key.definition().contains(" MATCH FULL") && columns.size() > 1
                                ? "(" + present + orphan + ") OR (" + mixed(columns) + ")"
                                : present + orphan));
    }

    /** Rows that hold a part of the key, which {@code MATCH FULL} refuses. */
    private static String mixed(List<String> columns) {
        return "num_nulls(" + String.join(", ", columns) + ") BETWEEN 1 AND " + (columns.size() - 1);
    }

    /** How many values in columns of other types that hold the enum are labels that go. */
    public List<String> containedLabels(EnumType type, List<String> removed) {
        if (removed.isEmpty()) {
            return List.of();
        }
        String name = Sql.name(type.name());
        String labels = removed.stream().map(Sql::literal).collect(Collectors.joining(", "));
        StoredValues stored = new StoredValues(ctx);
        return stored.of(type.name()).stream()
                .filter(u -> !u.empty())
                .filter(u ->
                        !u.column().type().equals(name) && !u.column().type().equals(name + "[]"))
                .flatMap(u -> stored.count(u, "text", "value IN (" + labels + ")").stream())
                .toList();
    }

    /** How many values of one column are labels that go. */
    public Optional<String> labelUse(EnumUses.Use use, List<String> removed) {
        String labels = removed.stream().map(Sql::literal).collect(Collectors.joining(", "));
        String column = before(use.table(), use.column().name());
        String condition =
                use.array() ? column + "::text[] && ARRAY[" + labels + "]" : column + "::text IN (" + labels + ")";
        return ask(use.table(), "SELECT count(*) FROM " + from(use.table()) + " WHERE " + condition);
    }

    /**
     * The rows of a table: as they are, where that is how they stay, else as they will be.
     *
     * @param spelled whether an expression speaks of the columns by their new names
     */
    private Rows rows(QName table, List<String> columns, boolean spelled) {
        boolean other = future.differ(table, columns) || (spelled && future.renamed(table, columns));
        return other && ctx.exists(table) ? future(table) : new Rows(from(table), c -> before(table, c), e -> e);
    }

    private Rows future(QName table) {
        String alias = Sql.id(table.name());
        return new Rows(future.from(table, alias), Sql::id, future.types()::spokenOfOld);
    }

    /**
     * What a question selects from.
     *
     * @param from with an alias, where it is a query
     * @param columns how a column is called there
     * @param expressions how an expression speaks of it
     */
    private record Rows(String from, UnaryOperator<String> columns, UnaryOperator<String> expressions) {
        String column(String column) {
            return columns.apply(column);
        }

        String spoken(String expression) {
            return expressions.apply(expression);
        }

        String as(String alias) {
            return from.startsWith("(") ? "(SELECT * FROM " + from + ") AS " + alias : from + " AS " + alias;
        }
    }

    private Optional<String> ask(QName table, String query) {
        return ctx.live(table).filter(t -> !t.empty() && askable(t)).map(t -> query);
    }

    private static boolean askable(Table table) {
        return table.relkind() == 'r' || table.relkind() == 'p';
    }

    private String from(QName table) {
        return Sql.name(ctx.before(table));
    }

    private String before(QName table, String column) {
        return Sql.id(ctx.columnBefore(table, column));
    }
}
