package dev.tidemark.plan.order;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Dependencies;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which statements must run before which others: derived from what they make, drop and need, and from what depends on what in both catalogs. No kind of
 * object is treated by itself here, beyond what PostgreSQL's catalog says of members, names and indexes of keys.
 */
public final class Requirements {
    private static final Set<Rank> CREATES = Set.of(Rank.CREATE, Rank.NEW, Rank.CREATE_VIEW, Rank.OLD_VIEW);

    private final List<Op> ops;
    private final Catalog live;
    private final Catalog declared;
    private final Graph graph;
    private final Map<ObjectName, List<Integer>> makers = new HashMap<>();
    private final Map<ObjectName, List<Integer>> droppers = new HashMap<>();
    private final Map<ObjectName, List<Integer>> renamers = new HashMap<>();
    /** Statements that make or drop a whole relation or type, by its name. */
    private final Map<QName, List<Integer>> creators = new HashMap<>();

    private final Map<QName, List<Integer>> removers = new HashMap<>();
    /** First and second, where nothing else asks for the opposite. */
    private final List<int[]> wishes = new ArrayList<>();

    private Requirements(List<Op> ops, Catalog live, Catalog declared) {
        this.ops = ops;
        this.live = live;
        this.declared = declared;
        this.graph = new Graph(ops.size());
    }

    /**
     * What has to hold, without what is merely wished.
     *
     * @param live under the names that renames give
     */
    static Graph of(List<Op> ops, Catalog live, Catalog declared) {
        Requirements requirements = new Requirements(ops, live, declared);
        requirements.index();
        FirstOfAll.add(ops, requirements.graph);
        requirements.changes();
        requirements.sameObjects();
        requirements.needs();
        requirements.declaredDependencies();
        requirements.liveDependencies();
        requirements.wishes.addAll(new OverloadOrder(declared, requirements.makers, requirements.droppers).wishes());
        requirements.members();
        requirements.renames();
        requirements.names();
        requirements.primaryKeys();
        requirements.foreignKeys();
        requirements.wishes.forEach(w -> requirements.graph.edgeIfFree(w[0], w[1]));
        return requirements.graph;
    }

    private void index() {
        for (int i = 0; i < ops.size(); i++) {
            Op op = ops.get(i);
            int n = i;
            op.effects().makes().forEach(o -> add(op.rank() == Rank.RENAME ? renamers : makers, o, n));
            op.effects().drops().forEach(o -> add(droppers, o, n));
            op.effects().makes().stream()
                    .filter(o -> isWhole(o) && CREATES.contains(op.rank()))
                    .forEach(o -> add(creators, QName.of(o), n));
            op.effects().drops().stream().filter(Requirements::isWhole).forEach(o -> add(removers, QName.of(o), n));
        }
    }

    /** Whether it may have members; a schema's name may be that of a relation in it. */
    private static boolean isWhole(ObjectName object) {
        return object.member().isEmpty() && object.kind() != ObjectKind.SCHEMA && object.kind() != ObjectKind.EXTENSION;
    }

    private static <K> void add(Map<K, List<Integer>> map, K key, int n) {
        map.computeIfAbsent(key, k -> new ArrayList<>()).add(n);
    }

    /** The statements of one change keep their order. */
    private void changes() {
        Map<Integer, Integer> last = new HashMap<>();
        for (int i : inWishedOrder(ops)) {
            int change = ops.get(i).change();
            if (change >= 0) {
                Integer before = last.put(change, i);
                if (before != null) {
                    graph.edge(before, i);
                }
            }
        }
    }

    /** Stage, rank, and the order in which they were found. */
    static List<Integer> inWishedOrder(List<Op> ops) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> ops.get(i).stage())
                .thenComparingInt(i -> ops.get(i).step())
                .thenComparing(i -> ops.get(i).rank()));
        return order;
    }

    /** What is dropped and made goes before it comes. */
    private void sameObjects() {
        droppers.forEach((object, drops) -> {
            for (int drop : drops) {
                for (int make : makers.getOrDefault(object, List.of())) {
                    boolean changes = ops.get(make).effects().drops().contains(object);
                    boolean alsoMakes = ops.get(drop).effects().makes().contains(object);
                    if (!changes && (alsoMakes || otherChange(drop, make))) {
                        graph.edge(drop, make);
                    }
                }
            }
        });
    }

    private boolean otherChange(int a, int b) {
        return ops.get(a).isOfAnotherChange(ops.get(b));
    }

    private void needs() {
        for (int i = 0; i < ops.size(); i++) {
            for (ObjectName needed : ops.get(i).effects().needs()) {
                after(makersOf(needed), i);
                if (makersOf(needed).isEmpty()) {
                    before(i, droppersOf(needed));
                }
            }
            for (ObjectName gone : ops.get(i).effects().awaits()) {
                after(dependentDroppers(gone), i);
            }
        }
    }

    private void after(Collection<Integer> before, Collection<Integer> next) {
        next.forEach(n -> after(before, n));
    }

    private void after(Collection<Integer> before, int next) {
        before.stream().filter(b -> otherChange(b, next)).forEach(b -> graph.edge(b, next));
    }

    private void before(int first, Collection<Integer> next) {
        next.stream().filter(n -> otherChange(first, n)).forEach(n -> graph.edge(first, n));
    }

    /** What makes an object, or what it is part of. */
    private List<Integer> makersOf(ObjectName object) {
        List<Integer> all = new ArrayList<>(makers.getOrDefault(object, List.of()));
        all.addAll(renamers.getOrDefault(object, List.of()));
        if (!object.member().isEmpty()) {
            all.addAll(creators.getOrDefault(QName.of(object), List.of()));
        }
        return all;
    }

    /** What has to be made after what it depends on: the object by itself, or with the relation that brings it along. */
    private List<Integer> dependentMakers(ObjectName object) {
        List<Integer> own = makers.getOrDefault(object, List.of());
        return !own.isEmpty() || object.member().isEmpty() ? own : creators.getOrDefault(QName.of(object), List.of());
    }

    private List<Integer> droppersOf(ObjectName object) {
        List<Integer> all = new ArrayList<>(droppers.getOrDefault(object, List.of()));
        if (!object.member().isEmpty()) {
            all.addAll(removers.getOrDefault(QName.of(object), List.of()));
        }
        return all;
    }

    /** What drops an object by itself, or the relation that takes it along. */
    private List<Integer> dependentDroppers(ObjectName object) {
        List<Integer> own = droppers.getOrDefault(object, List.of());
        return !own.isEmpty() || object.member().isEmpty() ? own : removers.getOrDefault(QName.of(object), List.of());
    }

    private void declaredDependencies() {
        if (makers.isEmpty()) {
            return;
        }
        Set<ObjectName> clones = new HashSet<>();
        declared.dependencies().stream().filter(Requirements::isClone).forEach(d -> clones.add(d.dependent()));
        for (Dependency d : declared.dependencies()) {
            if (isOwnership(d)) {
                continue;
            }
            if (isClone(d) && makers.containsKey(d.dependent())) {
                // One of a partition's own: its parent's takes it over, or would bring a second one.
                after(
                        makers.getOrDefault(d.dependent(), List.of()),
                        makers.getOrDefault(Dependencies.used(declared, d), List.of()));
                continue;
            }
            List<Integer> dependents = clones.contains(d.dependent())
                    ? makers.getOrDefault(d.dependent(), List.of())
                    : dependentMakers(Dependencies.ofItsKey(declared, d.dependent()));
            if (!dependents.isEmpty()) {
                List<Integer> needed = makersOf(Dependencies.used(declared, d));
                if (isClone(d)) {
                    dependents.forEach(i -> needed.forEach(n -> clone(i, n)));
                } else {
                    dependents.stream().filter(this::gives).forEach(i -> after(needed, i));
                }
            }
        }
    }

    /** Not where it only takes away what the declaration does not have: that needs nothing of what it has. */
    private boolean gives(int maker) {
        return ops.get(maker).rank() != Rank.BEFORE_TYPES;
    }

    /** A partition's index and its parent's: either takes the other in. As declared they come in the order that they were declared in. */
    private void clone(int its, int parents) {
        if (!otherChange(its, parents)) {
            return;
        }
        boolean verbatim = ops.get(its).change() < 0 && ops.get(parents).change() < 0;
        graph.edge(verbatim ? Math.min(its, parents) : parents, verbatim ? Math.max(its, parents) : its);
    }

    private void liveDependencies() {
        if (droppers.isEmpty()) {
            return;
        }
        // What nobody declares comes back as it was, after what it depended on.
        Set<ObjectName> isDeclared = new HashSet<>();
        declared.views().values().forEach(v -> isDeclared.add(Context.view(v, v.name())));
        declared.others().forEach(o -> isDeclared.add(o.name()));
        Set<List<ObjectName>> stays = new HashSet<>();
        declared.dependencies().forEach(d -> {
            isDeclared.add(d.dependent());
            stays.add(List.of(d.dependent(), Dependencies.used(declared, d)));
        });
        for (Dependency d : live.dependencies()) {
            if (isOwnership(d)) {
                continue;
            }
            ObjectName dependent = Dependencies.ofItsKey(live, d.dependent());
            List<Integer> again = isDeclared.contains(d.dependent()) ? List.of() : restorers(dependent);
            if (!again.isEmpty()) {
                List<Integer> needed = makersOf(Dependencies.used(live, d));
                again.stream()
                        .filter(i -> ops.get(i).change() < 0 || dependent.kind() == ObjectKind.OTHER)
                        .forEach(i -> after(needed, i));
            }
            if (!isClone(d)) {
                releases(dependent, Dependencies.used(live, d), stays);
            }
            // What goes with its parent's needs not go before; nor does the partition that it is of.
            List<Integer> dependents =
                    isClone(d) ? droppers.getOrDefault(dependent, List.of()) : dependentDroppers(dependent);
            if (!dependents.isEmpty()) {
                ObjectName used = Dependencies.used(live, d);
                droppersOf(used).forEach(i -> after(without(dependents, dependent, i, used), i));
                if (d.column() != null) {
                    removers.getOrDefault(QName.of(used), List.of()).forEach(i -> after(dependents, i));
                }
            }
        }
    }

    /** What brings an undeclared object back; a declared relation brings none of its earlier members along. */
    private List<Integer> restorers(ObjectName object) {
        QName relation = QName.of(object);
        boolean isDeclared =
                declared.tables().containsKey(relation) || declared.views().containsKey(relation);
        return isDeclared && !object.member().isEmpty()
                ? makers.getOrDefault(object, List.of())
                : dependentMakers(object);
    }

    /**
     * What is altered in place lets go of what it depended on; a function that goes for good goes before what is made again calls another one of its
     * name, or the call could mean either.
     */
    private void releases(ObjectName dependent, ObjectName used, Set<List<ObjectName>> stays) {
        List<Integer> makes = makers.getOrDefault(dependent, List.of());
        if (makes.isEmpty() || stays.contains(List.of(dependent, used))) {
            return;
        }
        if (dependentDroppers(dependent).isEmpty()) {
            droppersOf(used).stream()
                    .filter(i -> !(used.kind() == ObjectKind.COLUMN && isIndex(dependent) && keeps(i, used)))
                    .forEach(i -> after(makes, i));
        } else if (used.kind() == ObjectKind.FUNCTION && !makers.containsKey(used)) {
            // What is altered by one statement lets go of the old one with it.
            makes.stream()
                    .filter(i -> !ops.get(i).effects().drops().contains(dependent))
                    .forEach(i -> after(droppersOf(used), i));
        }
    }

    /** That a column owns a sequence is a statement of its own, or the column's default and its sequence would each need the other. */
    private static boolean isOwnership(Dependency d) {
        return d.dependent().kind() == ObjectKind.SEQUENCE && d.on().kind() == ObjectKind.TABLE;
    }

    /** A partition's constraint or index that comes with its parent's. */
    private static boolean isClone(Dependency d) {
        ObjectKind kind = d.dependent().kind();
        return kind == d.on().kind() && (kind == ObjectKind.CONSTRAINT || kind == ObjectKind.INDEX);
    }

    /** Members come after their relation and go before it; constraints and indexes after their columns, and before them. */
    private void members() {
        makers.forEach((object, makes) -> {
            List<Integer> schema =
                    makers.getOrDefault(ObjectName.of(ObjectKind.SCHEMA, object.schema(), object.schema()), List.of());
            if (object.kind() != ObjectKind.SCHEMA) {
                makes.forEach(i -> after(schema, i));
            }
            if (!object.member().isEmpty()) {
                List<Integer> relation = creators.getOrDefault(QName.of(object), List.of());
                makes.forEach(i -> after(relation, i));
                columns(declared, object).forEach(c -> makes.forEach(i -> after(makersOf(c), i)));
            }
        });
        droppers.forEach((object, drops) -> {
            if (object.kind() != ObjectKind.SCHEMA) {
                droppers.getOrDefault(ObjectName.of(ObjectKind.SCHEMA, object.schema(), object.schema()), List.of())
                        .forEach(i -> after(drops, i));
            }
            if (!object.member().isEmpty()) {
                removers.getOrDefault(QName.of(object), List.of()).forEach(i -> after(drops, i));
                columns(live, object)
                        .forEach(c -> droppers.getOrDefault(c, List.of())
                                .forEach(i -> after(without(drops, object, i, c), i)));
            }
        });
    }

    /** A key or an index that another one replaces online follows its columns to their new types before that. */
    private List<Integer> without(List<Integer> drops, ObjectName member, int alters, ObjectName column) {
        return isIndex(member) && keeps(alters, column)
                ? drops.stream()
                        .filter(d ->
                                ops.get(d).stage().compareTo(ops.get(alters).stage()) <= 0)
                        .toList()
                : drops;
    }

    private boolean isIndex(ObjectName member) {
        Table table = member.kind() == ObjectKind.CONSTRAINT ? live.tables().get(QName.of(member)) : null;
        return member.kind() == ObjectKind.INDEX
                || (table != null
                        && table.constraint(member.member())
                                .filter(Constraint::isKey)
                                .isPresent());
    }

    /** Whether the column is there after it: changed, or without its default, expression or identity. */
    private boolean keeps(int alters, ObjectName column) {
        Op op = ops.get(alters);
        return op.rank() == Rank.BEFORE_TYPES || op.effects().makes().contains(column);
    }

    private static Set<ObjectName> columns(Catalog catalog, ObjectName member) {
        Table table = catalog.tables().get(QName.of(member));
        if (table == null) {
            return Set.of();
        }
        List<String> columns = List.of();
        if (member.kind() == ObjectKind.CONSTRAINT) {
            columns = table.constraint(member.member()).map(Constraint::columns).orElse(List.of());
        } else if (member.kind() == ObjectKind.INDEX) {
            columns = table.index(member.member()).map(Index::columns).orElse(List.of());
        }
        Set<ObjectName> names = new HashSet<>();
        columns.forEach(c -> names.add(member.member(ObjectKind.COLUMN, c)));
        return names;
    }

    /** What is spoken of under its new name comes after its rename. */
    private void renames() {
        if (renamers.isEmpty()) {
            return;
        }
        Map<QName, List<Integer>> relations = new HashMap<>();
        renamers.forEach((object, by) -> {
            if (object.member().isEmpty()) {
                relations
                        .computeIfAbsent(QName.of(object), k -> new ArrayList<>())
                        .addAll(by);
            }
        });
        for (int i = 0; i < ops.size(); i++) {
            Op op = ops.get(i);
            int n = i;
            if (op.rank() == Rank.DETACH && op.stage() == Stage.TABLES) {
                // It runs first, and speaks of its tables as they are called until then.
                op.touches()
                        .forEach(t -> relations.getOrDefault(t, List.of()).forEach(rename -> graph.edge(n, rename)));
                continue;
            }
            op.touches().forEach(t -> after(relations.getOrDefault(t, List.of()), n));
            Set<ObjectName> spoken = new HashSet<>(op.effects().makes());
            spoken.addAll(op.effects().drops());
            spoken.addAll(op.effects().needs());
            spoken.addAll(op.effects().awaits());
            for (ObjectName object : spoken) {
                if (op.rank() != Rank.RENAME || !object.member().isEmpty()) {
                    after(relations.getOrDefault(QName.of(object), List.of()), n);
                }
                if (op.rank() != Rank.RENAME) {
                    after(renamers.getOrDefault(object, List.of()), n);
                }
            }
        }
    }

    /** A name that is taken is free only once what has it is gone. */
    private void names() {
        new NameOrder(ops, live, declared, graph, wishes).add(makers, renamers);
    }

    /** A table has one primary key at a time. */
    private void primaryKeys() {
        makers.forEach((object, makes) -> {
            Table to =
                    object.kind() == ObjectKind.CONSTRAINT ? declared.tables().get(QName.of(object)) : null;
            Table from = to == null ? null : live.tables().get(QName.of(object));
            String key =
                    to == null ? null : to.primaryKey().map(Constraint::name).orElse(null);
            if (from == null || !object.member().equals(key)) {
                return;
            }
            from.primaryKey().stream()
                    .filter(k -> !k.name().equals(object.member()))
                    .flatMap(k -> droppers
                            .getOrDefault(Context.table(from.name()).member(ObjectKind.CONSTRAINT, k.name()), List.of())
                            .stream())
                    .forEach(drop -> makes.stream()
                            .filter(make -> otherChange(drop, make))
                            .forEach(make -> graph.edge(drop, make)));
        });
    }

    /** Of two keys over the same columns a foreign key binds to the older: where that one goes, it goes first. */
    private void foreignKeys() {
        for (Table table : declared.tables().values()) {
            for (Constraint key : table.constraints()) {
                QName parent = key.references();
                Table referenced = parent == null ? null : live.tables().get(parent);
                List<Integer> makes = referenced == null
                        ? List.of()
                        : dependentMakers(Context.table(table.name()).member(ObjectKind.CONSTRAINT, key.name()));
                if (referenced == null || makes.isEmpty()) {
                    continue;
                }
                Set<String> columns = Set.copyOf(key.referencedColumns());
                referenced.constraints().stream()
                        .filter(k -> k.isKey() && Set.copyOf(k.columns()).equals(columns))
                        .map(k -> Context.table(referenced.name()).member(ObjectKind.CONSTRAINT, k.name()))
                        .filter(k -> !makers.containsKey(k))
                        .flatMap(k -> droppers.getOrDefault(k, List.of()).stream())
                        .forEach(drop -> makes.stream()
                                .filter(make -> otherChange(drop, make))
                                .forEach(make -> graph.edge(drop, make)));
            }
        }
    }
}
