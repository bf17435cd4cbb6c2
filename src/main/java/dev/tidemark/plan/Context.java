package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Renames;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Inherited;
import dev.tidemark.plan.PlanInput.Policy;
import dev.tidemark.plan.kinds.RuleContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The input with what is looked up in it all the time. Tables are asked for by the name they have once renames have run ("now"); the live catalog and
 * questions about rows know them by the name they had before.
 */
final class Context implements RuleContext {
    private final PlanInput input;
    private final Places places;
    private final Map<QName, QName> tableWas = new HashMap<>();
    private final Map<QName, QName> tableIs = new HashMap<>();
    private final Map<QName, QName> viewIs = new HashMap<>();
    private final Map<QName, QName> typeIs = new HashMap<>();
    private final Map<QName, QName> typeWas = new HashMap<>();
    private final Map<QName, Map<String, String>> columnWas = new HashMap<>();
    private final Set<ObjectName> newColumns = new HashSet<>();
    private @Nullable Catalog renamed;
    private @Nullable Inherited inherited;

    Context(PlanInput input) {
        this.input = input;
        this.places = new Places(input.schema());
        changes(Change.RenameTable.class).forEach(r -> {
            tableWas.put(r.to(), r.from());
            tableIs.put(r.from(), r.to());
        });
        changes(Change.RenameView.class).forEach(r -> viewIs.put(r.from().name(), r.to()));
        changes(Change.RenameType.class).forEach(r -> {
            typeIs.put(r.from(), r.to());
            typeWas.put(r.to(), r.from());
        });
        changes(Change.RenameColumn.class)
                .forEach(r -> columnWas
                        .computeIfAbsent(now(r.table().name()), t -> new HashMap<>())
                        .put(r.to(), r.from()));
        changes(Change.AddColumn.class)
                .forEach(a ->
                        newColumns.add(column(now(a.table().name()), a.column().name())));
    }

    /** The change of type of a column, by its name after renames. */
    Optional<Change.ChangeType> typeChange(QName table, String column) {
        return changes(Change.ChangeType.class)
                .filter(c ->
                        now(c.table().name()).equals(table) && c.to().name().equals(column))
                .findFirst();
    }

    PlanInput input() {
        return input;
    }

    Policy policy() {
        return input.policy();
    }

    Facts facts() {
        return input.facts();
    }

    /** The changes of one kind. */
    <C extends Change> Stream<C> changes(Class<C> kind) {
        return input.diff().changes().stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The name that a table has once renames have run. */
    QName now(QName table) {
        return tableIs.getOrDefault(table, table);
    }

    /** The name that a view has once renames have run. */
    QName viewNow(QName view) {
        return viewIs.getOrDefault(view, view);
    }

    /** The name that a type has once renames have run. */
    QName typeNow(QName type) {
        return typeIs.getOrDefault(type, type);
    }

    /** The name that a type has as yet. */
    QName typeBefore(QName type) {
        return typeWas.getOrDefault(type, type);
    }

    /** The name that it has as yet. */
    QName before(QName now) {
        return tableWas.getOrDefault(now, now);
    }

    /** The name that a column has as yet. */
    @Override
    public String columnBefore(QName table, String column) {
        return columnWas.getOrDefault(table, Map.of()).getOrDefault(column, column);
    }

    /** The name that a live column has once renames have run. */
    String columnNow(QName table, String column) {
        return columnWas.getOrDefault(table, Map.of()).entrySet().stream()
                .filter(e -> e.getValue().equals(column))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(column);
    }

    /** The table as it is live. */
    Optional<Table> live(QName now) {
        return Optional.ofNullable(input.live().tables().get(before(now)));
    }

    /** The table as it should be. */
    Optional<Table> declared(QName now) {
        return Optional.ofNullable(input.declared().tables().get(now));
    }

    Optional<View> liveView(QName before) {
        return Optional.ofNullable(input.live().views().get(before));
    }

    /** Whether it holds no row: it is empty, or not there yet. */
    @Override
    public boolean empty(QName now) {
        return live(now).map(Table::empty).orElse(true);
    }

    /** Whether it existed before. */
    boolean exists(QName now) {
        return live(now).isPresent();
    }

    boolean isNewColumn(QName now, String column) {
        return newColumns.contains(column(now, column));
    }

    /** The live column of this present name. */
    Optional<Column> liveColumn(QName now, String column) {
        return live(now).flatMap(t -> t.column(columnBefore(now, column)));
    }

    /** Foreign keys of live tables to this one, with their tables' present names. */
    List<Inbound> inbound(QName now) {
        return input.live().tables().values().stream()
                .flatMap(t -> t.constraints().stream()
                        .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY
                                && c.local()
                                && before(now).equals(c.references()))
                        .map(c -> new Inbound(now(t.name()), c)))
                .toList();
    }

    /** A foreign key that points here. */
    record Inbound(QName table, Constraint key) {}

    boolean partitioned(QName now) {
        return live(now).map(t -> t.relkind() == 'p').orElse(false);
    }

    /** A problem with its place in the declaration, if it is found there. */
    Problem problem(String code, ObjectName object, String message, String... waysOut) {
        @Nullable String place = places.of(object).orElse(null);
        return new Problem(code, object, message, place, null, List.of(waysOut));
    }

    /** A problem of the comparison, which does not know where things are declared. */
    Problem placed(Problem problem) {
        @Nullable ObjectName object = problem.object();
        return object == null || problem.place() != null
                ? problem
                : new Problem(
                        problem.code(),
                        object,
                        problem.message(),
                        places.of(object).orElse(null),
                        problem.sqlState(),
                        problem.waysOut());
    }

    /** What tables inherit, under the names they have once renames have run. */
    Inherited inherited() {
        if (inherited == null) {
            inherited = new Inherited(live(), declared());
        }
        return inherited;
    }

    @Override
    public Catalog live() {
        if (renamed == null) {
            renamed = renames().apply(input.live());
        }
        return renamed;
    }

    private Renames renames() {
        Map<QName, QName> relations = new HashMap<>(tableIs);
        relations.putAll(viewIs);
        Map<QName, Map<String, String>> columns = new HashMap<>();
        changes(Change.RenameColumn.class)
                .forEach(r -> columns.computeIfAbsent(before(now(r.table().name())), t -> new HashMap<>())
                        .put(r.from(), r.to()));
        Map<QName, Map<String, String>> labels = new HashMap<>();
        changes(Change.RenameEnumValue.class)
                .forEach(r -> labels.computeIfAbsent(typeBefore(typeNow(r.type().name())), t -> new HashMap<>())
                        .put(r.from(), r.to()));
        return new Renames(relations, typeIs, columns, labels);
    }

    @Override
    public Catalog declared() {
        return input.declared();
    }

    @Override
    public int major() {
        return input.live().major();
    }

    @Override
    public QName nameNow(QName declared) {
        return before(declared);
    }

    @Override
    public Duration scanTime(QName declared) {
        return Locks.scanTime(this, declared);
    }

    @Override
    public Duration rewriteTime(QName declared) {
        return Locks.rewriteTime(this, declared);
    }

    @Override
    public OptionalLong answer(String question) {
        return facts().answer(question);
    }

    @Override
    public Optional<String> failure(String question) {
        return Optional.ofNullable(facts().failures().get(question));
    }

    static ObjectName table(QName table) {
        return ObjectName.of(ObjectKind.TABLE, table.schema(), table.name());
    }

    static ObjectName column(QName table, String column) {
        return table(table).member(ObjectKind.COLUMN, column);
    }

    static ObjectName view(View view, QName name) {
        ObjectKind kind = view.materialized() ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW;
        return ObjectName.of(kind, name.schema(), name.name());
    }
}
