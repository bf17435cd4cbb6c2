package dev.tidemark.catalog;

import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What has been read so far of a catalog; members come before the relations that hold them. */
final class Reading {
    static final Comparator<Dependency> EDGES = Comparator.comparing(Dependency::dependent)
            .thenComparing(Dependency::on)
            .thenComparing(Dependency::column, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final UnaryOperator<String> names;
    private final boolean shadow;
    private final Map<String, String> quoted = new HashMap<>();
    private Requoting requoting = new Requoting(Map.of());

    private final SortedMap<String, SchemaInfo> schemas = new TreeMap<>();
    private final Map<QName, List<Column>> columns = new HashMap<>();
    private final Map<QName, List<Constraint>> constraints = new HashMap<>();
    private final Map<QName, List<Index>> indexes = new HashMap<>();
    private final SortedMap<QName, Table> tables = new TreeMap<>();
    private final SortedMap<QName, View> views = new TreeMap<>();
    private final SortedMap<QName, EnumType> enums = new TreeMap<>();
    private final SortedMap<QName, Sequence> sequences = new TreeMap<>();
    private final List<OtherObject> others = new ArrayList<>();
    private final List<Dependency> dependencies = new ArrayList<>();
    private final Map<QName, Size> sizes = new HashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();

    /** @param shadow whether what bears no prefix is not of the declaration */
    Reading(UnaryOperator<String> names, boolean shadow) {
        this.names = names;
        this.shadow = shadow;
    }

    /** A table that may hold rows and can be asked; {@code identifier} is quoted and not mapped. */
    record Candidate(QName name, String identifier) {}

    /** What is known of a table's rows; of a table that came between two queries nothing, so it may hold some. */
    private record Size(long estimatedRows, long bytes, boolean maybeRows, boolean readable) {
        private static final Size UNKNOWN = new Size(-1, -1, true, false);
    }

    void take(String query, Cells cells) throws SQLException {
        Row row = new Row(cells, names, requoting);
        while (row.next()) {
            switch (query) {
                case "quoting" -> quoted.put(row.raw(1), row.raw(2));
                case "schemas" -> schemas.put(row.name(1), schema(row));
                case "columns" -> add(columns, row.qname(1), column(row));
                case "constraints" -> add(constraints, row.qname(1), constraint(row));
                case "indexes" -> add(indexes, row.qname(1), index(row));
                case "sizes" -> sizes.put(row.qname(1), new Size(row.big(3), row.big(4), row.flag(5), row.flag(6)));
                case "tables" -> table(row);
                case "views" -> views.put(row.qname(1), view(row));
                case "enums" -> enums.put(row.qname(1), enumType(row));
                case "sequences" -> sequences.put(row.qname(1), sequence(row));
                case "functions", "members", "types", "others" -> others.add(other(row));
                case "publications" -> {
                    if (!shadow || !row.raw(3).equals(row.name(3))) {
                        others.add(other(row));
                    }
                }
                case "foreign" -> {
                    // In a shadow they stand under their own names, beside those that are there.
                    if (!shadow) {
                        others.add(new OtherObject(
                                row.object(1), "", ForeignOptions.sealed(row.rawAttributes(7)), row.textOrNull(6)));
                    }
                }
                case "dependencies" -> dependencies.add(dependency(row));
                default -> throw new IllegalArgumentException(query);
            }
        }
        if (query.equals("quoting")) {
            requoting = new Requoting(quoted);
        }
    }

    /** The tables to look at for rows; empty tables by size and those that cannot be read are not among them. */
    List<Candidate> candidates() {
        return candidates;
    }

    Catalog catalog(int serverVersion, Map<QName, Boolean> empty) {
        tables.replaceAll((name, table) -> table.empty() == empty.getOrDefault(name, table.empty())
                ? table
                : withEmpty(table, empty.getOrDefault(name, table.empty())));
        dependencies.sort(EDGES);
        List<CatalogObject> objects = new ArrayList<>(others);
        objects.addAll(schemas.values());
        objects.addAll(tables.values());
        objects.addAll(views.values());
        objects.addAll(enums.values());
        objects.addAll(sequences.values());
        return new Catalog(serverVersion, objects, dependencies);
    }

    private static SchemaInfo schema(Row row) throws SQLException {
        return new SchemaInfo(row.name(1), row.raw(2), row.textOrNull(3));
    }

    private static Column column(Row row) throws SQLException {
        char identity = row.letter(10);
        return new Column(
                row.name(3),
                row.number(4),
                row.sql(5),
                row.flag(6),
                row.sqlOrNull(7),
                row.sqlOrNull(8),
                switch (row.letter(9)) {
                    case 's' -> Column.Generated.STORED;
                    case 'v' -> Column.Generated.VIRTUAL;
                    default -> Column.Generated.NO;
                },
                // From PostgreSQL 17 on a partition shares the identity of its root and has no sequence of its own.
                identity == 0 || row.textOrNull(16) == null
                        ? null
                        : new Column.Identity(identity == 'a', row.sequence(16), row.name(23)),
                row.raw(11),
                row.raw(12),
                row.number(13),
                row.textOrNull(14),
                row.flag(15),
                new Column.Properties(
                        row.names(25).stream().sorted().toList(),
                        row.names(26).stream().sorted().toList(),
                        row.flag(27),
                        notNull(row)));
    }

    private static Column.@Nullable NotNullConstraint notNull(Row row) throws SQLException {
        String name = row.nameOrNull(24);
        return name == null
                ? null
                : new Column.NotNullConstraint(name, row.flag(28), row.flag(29), row.flag(30), row.textOrNull(31));
    }

    private static Constraint constraint(Row row) throws SQLException {
        String definition = row.sql(5);
        String unvalidated = " NOT VALID";
        return new Constraint(
                row.name(3),
                switch (row.letter(4)) {
                    case 'p' -> Constraint.Kind.PRIMARY_KEY;
                    case 'u' -> Constraint.Kind.UNIQUE;
                    case 'c' -> Constraint.Kind.CHECK;
                    case 'f' -> Constraint.Kind.FOREIGN_KEY;
                    default -> Constraint.Kind.EXCLUSION;
                },
                definition.endsWith(unvalidated)
                        ? definition.substring(0, definition.length() - unvalidated.length())
                        : definition,
                row.names(6),
                row.qnameOrNull(7),
                row.names(9),
                row.flag(10),
                row.flag(11),
                row.flag(12),
                row.flag(13),
                row.flag(14),
                row.nameOrNull(15),
                row.textOrNull(16));
    }

    private static Index index(Row row) throws SQLException {
        return new Index(
                row.name(3),
                row.sql(4),
                row.flag(5),
                row.names(6),
                row.nameOrNull(7),
                row.flag(8),
                row.flag(9),
                row.flag(10),
                row.flag(11),
                row.qnameOrNull(12),
                row.textOrNull(14));
    }

    private void table(Row row) throws SQLException {
        QName name = row.qname(1);
        Size size = candidate(name, row.raw(1), row.raw(2));
        tables.put(
                name,
                new Table(
                        name,
                        row.letter(3),
                        row.flag(4),
                        row.names(5).stream().sorted().toList(),
                        row.sqlOrNull(6),
                        row.sqlOrNull(7),
                        row.sqlOrNull(20),
                        row.qnames(8),
                        row.flag(10),
                        new Table.Properties(
                                row.flag(13),
                                row.letter(14),
                                row.nameOrNull(15),
                                row.nameOrNull(16),
                                row.sqlOrNull(17),
                                row.nameOrNull(18),
                                row.names(19).stream().sorted().toList()),
                        columns.getOrDefault(name, List.of()),
                        sorted(constraints.get(name), Comparator.comparing(Constraint::name)),
                        sorted(indexes.get(name), Comparator.comparing(Index::name)),
                        row.raw(11),
                        row.textOrNull(12),
                        size.estimatedRows(),
                        size.bytes(),
                        !size.maybeRows()));
    }

    private View view(Row row) throws SQLException {
        QName name = row.qname(1);
        return new View(
                name,
                row.flag(3),
                row.sql(4),
                row.names(5).stream().sorted().toList(),
                columns.getOrDefault(name, List.of()),
                sorted(indexes.get(name), Comparator.comparing(Index::name)),
                row.qnames(6).stream().sorted().toList(),
                row.raw(8),
                row.textOrNull(9),
                row.flag(10),
                grants(row));
    }

    private static List<View.Grant> grants(Row row) throws SQLException {
        List<String> grantees = row.raws(11);
        List<String> privileges = row.raws(12);
        List<String> columns = row.raws(13);
        List<String> grantable = row.raws(14);
        List<View.Grant> grants = new ArrayList<>();
        for (int i = 0; i < grantees.size(); i++) {
            grants.add(new View.Grant(
                    grantees.get(i), privileges.get(i), columns.get(i), Boolean.parseBoolean(grantable.get(i))));
        }
        return grants;
    }

    private static EnumType enumType(Row row) throws SQLException {
        return new EnumType(row.qname(1), row.names(3), row.raw(4), row.textOrNull(5));
    }

    private static Sequence sequence(Row row) throws SQLException {
        return new Sequence(
                row.qname(1),
                row.sequence(3),
                row.flag(10),
                row.qnameOrNull(11),
                row.nameOrNull(13),
                row.raw(14),
                row.textOrNull(15));
    }

    private static OtherObject other(Row row) throws SQLException {
        String definition = Objects.requireNonNullElse(row.sqlOrNull(5), "");
        SortedMap<String, String> attributes = row.attributes(7);
        if (attributes.isEmpty()) {
            attributes.put(OtherObject.DEFINITION, definition);
        }
        return new OtherObject(row.object(1), definition, attributes, row.textOrNull(6));
    }

    private static Dependency dependency(Row row) throws SQLException {
        return new Dependency(row.object(1), row.object(5), row.nameOrNull(9));
    }

    /** A catalog that was read before, with the sizes that were read now; a table whose size is the same is the very same. */
    Catalog resized(Catalog before, Map<QName, Boolean> empty) {
        return before.mapped(
                object -> object instanceof Table table ? resized(table, empty) : object, UnaryOperator.identity());
    }

    private Table resized(Table table, Map<QName, Boolean> empty) {
        Size size = sizes.getOrDefault(table.name(), Size.UNKNOWN);
        boolean isEmpty = empty.getOrDefault(table.name(), !size.maybeRows());
        boolean same = table.estimatedRows() == size.estimatedRows()
                && table.bytes() == size.bytes()
                && table.empty() == isEmpty;
        return same ? table : sized(table, size.estimatedRows(), size.bytes(), isEmpty);
    }

    /** The same for tables that were read before, and whose sizes were read now. */
    void candidates(Catalog before) {
        before.tables().keySet().forEach(name -> candidate(name, name.schema(), name.name()));
    }

    private Size candidate(QName name, String schema, String table) {
        Size size = sizes.getOrDefault(name, Size.UNKNOWN);
        if (size.maybeRows() && size.readable()) {
            candidates.add(new Candidate(name, Sql.identifier(schema) + "." + Sql.identifier(table)));
        }
        return size;
    }

    private static Table withEmpty(Table t, boolean empty) {
        return sized(t, t.estimatedRows(), t.bytes(), empty);
    }

    private static Table sized(Table t, long estimatedRows, long bytes, boolean empty) {
        return new Table(
                t.name(),
                t.relkind(),
                t.unlogged(),
                t.options(),
                t.partitionKey(),
                t.partitionBound(),
                t.partitionConstraint(),
                t.parents(),
                t.rowSecurity(),
                t.properties(),
                t.columns(),
                t.constraints(),
                t.indexes(),
                t.owner(),
                t.comment(),
                estimatedRows,
                bytes,
                empty);
    }

    private static <T> void add(Map<QName, List<T>> map, QName owner, T member) {
        map.computeIfAbsent(owner, key -> new ArrayList<>()).add(member);
    }

    private static <T> List<T> sorted(@Nullable List<T> list, Comparator<T> order) {
        return list == null ? List.of() : list.stream().sorted(order).toList();
    }
}
