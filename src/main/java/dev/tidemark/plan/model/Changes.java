package dev.tidemark.plan.model;

import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a plan, found by their kind, by the relation that they are about, and by the column, constraint or index of it: as it is called on the live
 * side ({@link #from}) or on the declared one ({@link #to}).
 */
public final class Changes {
    private final Map<Class<? extends Change>, List<Change>> byKind = new HashMap<>();
    private final Map<Relation, List<Change>> byRelation = new HashMap<>();
    private final Map<Member, Change> live = new HashMap<>();
    private final Map<Member, Change> declared = new HashMap<>();

    private record Relation(Class<? extends Change> kind, QName name) {}

    private record Member(Class<? extends Change> kind, QName relation, String name) {}

    Changes(List<Change> changes) {
        for (Change change : changes) {
            byKind.computeIfAbsent(change.getClass(), k -> new ArrayList<>()).add(change);
            subject(change).ifPresent(subject -> index(change, subject));
        }
    }

    private void index(Change change, Subject subject) {
        Class<? extends Change> kind = change.getClass();
        byRelation
                .computeIfAbsent(new Relation(kind, subject.relation()), k -> new ArrayList<>())
                .add(change);
        if (subject.from() != null) {
            live.putIfAbsent(new Member(kind, subject.relation(), subject.from()), change);
        }
        if (subject.to() != null) {
            declared.putIfAbsent(new Member(kind, subject.relation(), subject.to()), change);
        }
    }

    /** All changes of a kind, in the order of the comparison. */
    public <C extends Change> Stream<C> all(Class<C> kind) {
        return byKind.getOrDefault(kind, List.of()).stream().map(kind::cast);
    }

    /** The changes of a kind to a table, or to what belongs to it. */
    public <C extends Change> Stream<C> of(Class<C> kind, QName relation) {
        return byRelation.getOrDefault(new Relation(kind, relation), List.of()).stream()
                .map(kind::cast);
    }

    /** The change of a kind to the member of a table that has this name on the live side. */
    public <C extends Change> Optional<C> from(Class<C> kind, QName relation, @Nullable String member) {
        return find(live, kind, relation, member);
    }

    /** The change of a kind to the member of a table that has this name on the declared side. */
    public <C extends Change> Optional<C> to(Class<C> kind, QName relation, @Nullable String member) {
        return find(declared, kind, relation, member);
    }

    private static <C extends Change> Optional<C> find(
            Map<Member, Change> index, Class<C> kind, QName relation, @Nullable String member) {
        return member == null
                ? Optional.empty()
                : Optional.ofNullable(index.get(new Member(kind, relation, member)))
                        .map(kind::cast);
    }

    /** Whether a table is dropped. */
    public boolean drops(QName table) {
        return of(Change.DropTable.class, table).findAny().isPresent();
    }

    /** The change that makes a table again, by itself or as a partition of another one: as it is called on either side. */
    public Optional<Change.RecreateTable> recreation(@Nullable QName table) {
        return all(Change.RecreateTable.class)
                .filter(c ->
                        Stream.concat(c.old(), c.next()).anyMatch(t -> t.name().equals(table)))
                .findFirst();
    }

    /** Whether a column is dropped, by itself. */
    public boolean dropsColumn(QName table, @Nullable String column) {
        return from(Change.DropColumn.class, table, column).isPresent();
    }

    /** Whether a constraint is dropped, by itself or to make way for another of its name. */
    public boolean dropsConstraint(QName table, String constraint) {
        return from(Change.DropConstraint.class, table, constraint).isPresent()
                || from(Change.ReplaceConstraint.class, table, constraint).isPresent();
    }

    /** Whether a constraint is added, for the first time or in place of another. */
    public boolean addsConstraint(QName table, String constraint) {
        return to(Change.AddConstraint.class, table, constraint).isPresent()
                || to(Change.ReplaceConstraint.class, table, constraint).isPresent();
    }

    /** Whether an index is dropped, by itself or to make way for another of its name. */
    public boolean dropsIndex(QName owner, String index) {
        return from(Change.DropIndex.class, owner, index).isPresent()
                || from(Change.ReplaceIndex.class, owner, index).isPresent();
    }

    /** Whether an index is added, for the first time or in place of another. */
    public boolean addsIndex(QName owner, String index) {
        return to(Change.AddIndex.class, owner, index).isPresent()
                || to(Change.ReplaceIndex.class, owner, index).isPresent();
    }

    /** The change of a column's type. */
    public Optional<Change.ChangeType> typeChange(QName table, String column) {
        return to(Change.ChangeType.class, table, column);
    }

    /**
     * What a change is about.
     *
     * @param from the member's name on the live side
     * @param to its name on the declared side
     */
    private record Subject(
            QName relation, @Nullable String from, @Nullable String to) {}

    private static Optional<Subject> subject(Change change) {
        return Optional.ofNullable(
                switch (change) {
                    case Change.AddTable c -> whole(c.table().name());
                    case Change.DropTable c -> whole(c.table().name());
                    case Change.RenameTable c -> whole(c.to());
                    case Change.ChangeTable c -> whole(c.to().name());
                    case Change.RecreateTable c -> whole(c.to().name());
                    case Change.AddColumn c ->
                        new Subject(c.table().name(), null, c.column().name());
                    case Change.DropColumn c ->
                        new Subject(c.table().name(), c.column().name(), null);
                    case Change.RenameColumn c -> new Subject(c.table().name(), c.from(), c.to());
                    case Change.ChangeType c -> same(c.table().name(), c.to().name());
                    case Change.SetNotNull c ->
                        same(c.table().name(), c.column().name());
                    case Change.DropNotNull c ->
                        same(c.table().name(), c.column().name());
                    case Change.ChangeNotNull c -> same(c.table().name(), c.to().name());
                    case Change.RenameNotNull c -> same(c.table().name(), c.to().name());
                    case Change.ChangeDefault c -> same(c.table().name(), c.to().name());
                    case Change.ChangeIdentity c -> same(c.table().name(), c.to().name());
                    case Change.ChangeGenerated c -> same(c.table().name(), c.to().name());
                    case Change.ChangeColumnStorage c -> same(c.table().name(), c.to().name());
                    case Change.AddConstraint c ->
                        new Subject(c.table().name(), null, c.constraint().name());
                    case Change.DropConstraint c ->
                        new Subject(c.table().name(), c.constraint().name(), null);
                    case Change.ReplaceConstraint c ->
                        new Subject(c.table().name(), c.from().name(), c.to().name());
                    case Change.ValidateConstraint c ->
                        same(c.table().name(), c.constraint().name());
                    case Change.RenameConstraint c ->
                        new Subject(c.table().name(), c.from().name(), c.to().name());
                    case Change.AddIndex c ->
                        new Subject(c.owner(), null, c.index().name());
                    case Change.DropIndex c -> new Subject(c.owner(), c.index().name(), null);
                    case Change.ReplaceIndex c ->
                        new Subject(c.owner(), c.from().name(), c.to().name());
                    case Change.RenameIndex c -> new Subject(c.owner(), c.from().name(), c.to().name());
                    default -> null;
                });
    }

    private static Subject whole(QName relation) {
        return new Subject(relation, null, null);
    }

    private static Subject same(QName relation, String member) {
        return new Subject(relation, member, member);
    }
}
