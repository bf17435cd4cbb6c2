package dev.tidemark.plan.model;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.WayOut;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Dependencies;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Inherited;
import dev.tidemark.plan.kinds.RuleContext;
import dev.tidemark.plan.model.PlanInput.Policy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input with what is looked up in it all the time.
 *
 * <p>Everything goes by the names that the renames of this plan give, as the changes of the comparison do. Three places need an old name and ask
 * {@link #before} and {@link #columnBefore} for it: statements that run before the renames, {@code LOCK TABLE}, and questions to rows.
 */
public final class Context implements RuleContext {
    private final PlanInput input;
    private final Places places;
    private final Changes changes;
    private final OldNames oldNames;
    private final Catalog live;
    private final GeneratedColumns generated = new GeneratedColumns(this);
    private final Set<String> asked = new LinkedHashSet<>();
    private @Nullable Inherited inherited;

    public Context(PlanInput input) {
        this.input = input;
        this.places = new Places(input.schema());
        this.changes = new Changes(input.diff().changes());
        this.oldNames = OldNames.of(input.diff().changes());
        this.live = oldNames.renames().apply(input.live());
    }

    public PlanInput input() {
        return input;
    }

    public Policy policy() {
        return input.policy();
    }

    /** What has been asked about rows, answered or not, in the order in which it was asked first. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** What has to change. */
    public Changes changes() {
        return changes;
    }

    /** The name that a table has until the renames have run. */
    public QName before(QName table) {
        return oldNames.table(table);
    }

    /** The name that a column has until the renames have run. */
    @Override
    public String columnBefore(QName table, String column) {
        return oldNames.column(table, column);
    }

    /** The table as it is live. */
    public Optional<Table> live(QName table) {
        return Optional.ofNullable(live.tables().get(table));
    }

    /** The table as it should be. */
    public Optional<Table> declared(QName table) {
        return Optional.ofNullable(input.declared().tables().get(table));
    }

    /** Whether it holds no row: it is empty, or not there yet. */
    @Override
    public boolean empty(QName table) {
        return live(table).map(Table::empty).orElse(true);
    }

    /** Whether it existed before. */
    public boolean exists(QName table) {
        return live(table).isPresent();
    }

    public boolean isNewColumn(QName table, String column) {
        return changes.to(Change.AddColumn.class, table, column).isPresent();
    }

    /** The column as it is live. */
    public Optional<Column> liveColumn(QName table, String column) {
        return live(table).flatMap(t -> t.column(column));
    }

    /** Foreign keys of live tables to this one. */
    public List<Inbound> inbound(QName table) {
        return live.tables().values().stream()
                .flatMap(t -> t.constraints().stream()
                        .filter(c ->
                                c.kind() == Constraint.Kind.FOREIGN_KEY && c.local() && table.equals(c.references()))
                        .map(c -> new Inbound(t.name(), c)))
                .toList();
    }

    /** A foreign key that points here. */
    public record Inbound(QName table, Constraint key) {
        /** The table that it refers to. */
        public QName parent() {
            return Objects.requireNonNull(key.references());
        }

        /** The columns that it refers to. */
        public Set<String> parentColumns() {
            return Set.copyOf(key.referencedColumns());
        }
    }

    public boolean partitioned(QName table) {
        return live(table).map(t -> t.relkind() == 'p').orElse(false);
    }

    /** A problem with its place in the declaration, if it is found there. */
    public Problem problem(String code, ObjectName object, String message, String... waysOut) {
        @Nullable String place = places.of(object).orElse(null);
        return Problem.of(code, object, message, place, null, List.of(waysOut));
    }

    /** The same with ways out that are more than words. */
    public Problem problem(String code, ObjectName object, String message, List<WayOut> waysOut) {
        return new Problem(code, object, message, places.of(object).orElse(null), null, waysOut);
    }

    /** A problem of the comparison, which does not know where things are declared. */
    public Problem placed(Problem problem) {
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

    /** What tables inherit. */
    public Inherited inherited() {
        if (inherited == null) {
            inherited = new Inherited(live, declared());
        }
        return inherited;
    }

    @Override
    public Dependencies dependencies() {
        return live.edges();
    }

    /** What needs what as it is declared. */
    public Dependencies declaredDependencies() {
        return declared().edges();
    }

    /** Which generated columns go and come back. */
    public GeneratedColumns generated() {
        return generated;
    }

    /** What is there, under the names that the renames give. */
    @Override
    public Catalog live() {
        return live;
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
    public QName tableBefore(QName table) {
        return before(table);
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
        asked.add(question);
        return input.facts().answer(question);
    }

    @Override
    public Optional<String> failure(String question) {
        asked.add(question);
        return Optional.ofNullable(input.facts().failures().get(question));
    }

    public static ObjectName table(QName table) {
        return ObjectName.of(ObjectKind.TABLE, table.schema(), table.name());
    }

    public static ObjectName column(QName table, String column) {
        return table(table).member(ObjectKind.COLUMN, column);
    }

    public static ObjectName view(View view, QName name) {
        ObjectKind kind = view.materialized() ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW;
        return ObjectName.of(kind, name.schema(), name.name());
    }
}
