package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tables that become partitioned, stop being, or get another partition key: no statement does that, so they are made again with all their partitions, and
 * their rows move. Everything else is compared as if neither side had them.
 */
final class Recreations {
    private final Catalog live;
    private final Catalog declared;
    private final Findings findings;
    private final List<Change.RecreateTable> all = new ArrayList<>();
    private final Set<ObjectName> gone = new HashSet<>();
    private final Set<ObjectName> made = new HashSet<>();

    Recreations(Catalog live, Catalog declared, Findings findings) {
        this.live = live;
        this.declared = declared;
        this.findings = findings;
        for (Table to : declared.tables().values()) {
            Table from = live.tables().get(to.name());
            if (from != null) {
                recreation(from, to).ifPresent(this::add);
            }
        }
    }

    private void add(Change.RecreateTable change) {
        all.add(change);
        change.old().map(Table::object).forEach(gone::add);
        change.next().map(Table::object).forEach(made::add);
    }

    List<Change.RecreateTable> all() {
        return all;
    }

    /** The relations and sequences that are there, without the tables that go and the sequences of their columns. */
    Catalog live() {
        return Subset.without(live, gone);
    }

    /** What should be, without the tables that come in the place of others; partitions under new names stay, as new tables. */
    Catalog declared() {
        Set<ObjectName> replaced = new HashSet<>(made);
        replaced.retainAll(gone);
        return Subset.without(declared, replaced);
    }

    private Optional<Change.RecreateTable> recreation(Table from, Table to) {
        if (!TableDiff.isAnother(from, to)
                || !isOrdinary(from)
                || !isOrdinary(to)
                || !from.parents().isEmpty()
                || !to.parents().isEmpty()) {
            return Optional.empty();
        }
        List<Table> before = partitions(live, from);
        List<Table> after = partitions(declared, to);
        Change.RecreateTable change = new Change.RecreateTable(from, to, before, after);
        Set<QName> old = change.old().map(Table::name).collect(Collectors.toSet());
        Set<QName> next = change.next().map(Table::name).collect(Collectors.toSet());
        boolean whole = Stream.of(before, after).flatMap(List::stream).allMatch(t -> isOrdinary(t) && t.isPartition())
                && isOurs(from, to)
                && before.stream().allMatch(t -> next.contains(t.name()) || goes(t))
                && after.stream().allMatch(t -> old.contains(t.name()) || isNew(t.name()))
                && before.stream()
                        .allMatch(t -> t.name().schema().equals(from.name().schema()))
                && live.sequences().values().stream()
                        .filter(s -> s.ownedByTable() != null && old.contains(s.ownedByTable()))
                        .allMatch(s -> sameColumn(s, declared.sequences().get(s.name())))
                && declared.sequences().values().stream()
                        .filter(s -> s.ownedByTable() != null && next.contains(s.ownedByTable()))
                        .allMatch(s -> sameColumn(s, live.sequences().get(s.name())));
        return whole ? Optional.of(change) : Optional.empty();
    }

    /** Whether nothing on it is of somebody who would miss it. */
    private boolean isOurs(Table from, Table to) {
        ObjectName table = to.object();
        return from.columns().stream()
                        .filter(c -> to.column(c.name()).isEmpty())
                        .allMatch(c -> findings.isManaged(table.member(ObjectKind.COLUMN, c.name())))
                && from.constraints().stream()
                        .filter(c -> to.constraint(c.name()).isEmpty())
                        .allMatch(c -> findings.isManaged(table.member(ObjectKind.CONSTRAINT, c.name())))
                && from.indexes().stream()
                        .filter(i ->
                                i.constraint() == null && to.index(i.name()).isEmpty())
                        .allMatch(i -> findings.isManaged(table.member(ObjectKind.INDEX, i.name())));
    }

    private static boolean isOrdinary(Table table) {
        return table.relkind() == 'r' || table.relkind() == 'p';
    }

    private boolean goes(Table table) {
        return !declared.tables().containsKey(table.name()) && findings.isManaged(table.object());
    }

    private boolean isNew(QName name) {
        return !live.tables().containsKey(name)
                && !live.views().containsKey(name)
                && !live.sequences().containsKey(name);
    }

    /** Whether a sequence belongs to the same column on the other side, or is not there. */
    private static boolean sameColumn(Sequence one, @Nullable Sequence other) {
        return other == null
                || (Objects.equals(one.ownedByTable(), other.ownedByTable())
                        && Objects.equals(one.ownedByColumn(), other.ownedByColumn()));
    }

    /** Its children and theirs. */
    private static List<Table> partitions(Catalog catalog, Table table) {
        List<Table> all = new ArrayList<>();
        for (Table child : catalog.tables().values()) {
            if (child.parents().contains(table.name())) {
                all.add(child);
                all.addAll(partitions(catalog, child));
            }
        }
        return all;
    }
}
