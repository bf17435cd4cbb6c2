package dev.tidemark.plan;

import dev.tidemark.LockMode;
import dev.tidemark.Plan.Batch;
import dev.tidemark.Plan.Statement;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Statements to transactions: as few as possible where nobody has to wait, one for each table where rows are. */
final class Batcher {
    /** Relations made in one transaction: its locks stay a small part of the server's lock table (max_locks_per_transaction × max_connections). */
    static final int MAX_RELATIONS = 500;

    private final Context ctx;

    Batcher(Context ctx) {
        this.ctx = ctx;
    }

    List<Batch> batches(List<Op> ops) {
        List<Group> groups = new ArrayList<>();
        Map<Phase, List<Op>> byPhase = ops.stream()
                .sorted(Comparator.comparing(Op::phase).thenComparing(Op::rank))
                .collect(Collectors.groupingBy(Op::phase, TreeMap::new, Collectors.toList()));
        byPhase.forEach((phase, members) -> groups.addAll(groups(phase, members)));
        List<Batch> batches = new ArrayList<>();
        Set<QName> renamed = new TreeSet<>();
        for (Group group : merged(groups)) {
            batches.add(batch(group, renamed));
            renamed.addAll(renamedBy(group));
        }
        return batches;
    }

    /**
     * Statements that are committed together.
     *
     * @param open whether it may be joined with a neighbour, because it makes no table with rows wait
     */
    private record Group(List<Op> ops, boolean open) {
        int weight() {
            return ops.stream().mapToInt(Op::weight).sum();
        }
    }

    private List<Group> groups(Phase phase, List<Op> ops) {
        return switch (phase) {
            case ENUM_VALUES, VALIDATE ->
                ops.stream().map(op -> new Group(List.of(op), false)).toList();
            case CREATE -> capped(ops);
            case TABLES, FINISH -> tied(ops);
            case LATE -> List.of(group(ops));
            case ONLINE -> steps(ops);
            case DROPS -> drops(ops);
        };
    }

    private List<Group> capped(List<Op> ops) {
        List<Group> groups = new ArrayList<>();
        List<Op> open = new ArrayList<>();
        int weight = 0;
        for (Op op : ops) {
            if (weight + op.weight() > MAX_RELATIONS && !open.isEmpty()) {
                groups.add(group(open));
                open = new ArrayList<>();
                weight = 0;
            }
            open.add(op);
            weight += op.weight();
        }
        groups.add(group(open));
        return groups;
    }

    private List<Group> drops(List<Op> ops) {
        List<Group> groups = new ArrayList<>();
        ops.stream().filter(op -> !op.transactional()).forEach(op -> groups.add(new Group(List.of(op), false)));
        groups.addAll(tied(ops.stream()
                .filter(op -> op.transactional() && !op.touches().isEmpty())
                .toList()));
        List<Op> free = ops.stream()
                .filter(op -> op.transactional() && op.touches().isEmpty())
                .toList();
        if (!free.isEmpty()) {
            groups.add(group(free));
        }
        return groups;
    }

    /** Steps of one change follow each other; those of one step share a transaction. */
    private List<Group> steps(List<Op> ops) {
        List<Group> groups = new ArrayList<>();
        List<Op> step = new ArrayList<>();
        for (Op op : ops) {
            Op last = step.isEmpty() ? op : step.get(step.size() - 1);
            boolean together = op.transactional()
                    && last.transactional()
                    && op.object().equals(last.object())
                    && op.step() == last.step();
            if (!step.isEmpty() && !together) {
                groups.add(new Group(step, false));
                step = new ArrayList<>();
            }
            step.add(op);
        }
        groups.add(new Group(step, false));
        return groups;
    }

    /** One group for each table with rows; tables that a statement touches together share one; all empty ones share the first. */
    private List<Group> tied(List<Op> ops) {
        Map<QName, QName> root = new HashMap<>();
        for (Op op : ops) {
            QName first = null;
            for (QName table : new TreeSet<>(op.touches())) {
                QName here = find(root, table);
                if (first == null) {
                    first = here;
                } else if (!first.equals(here)) {
                    root.put(later(first, here), earlier(first, here));
                    first = earlier(first, here);
                }
            }
        }
        Set<QName> filled = new TreeSet<>();
        ops.forEach(op -> op.touches().stream().filter(t -> !ctx.empty(t)).forEach(t -> filled.add(find(root, t))));
        Map<String, List<Op>> groups = new TreeMap<>();
        for (Op op : ops) {
            String key = op.touches().stream()
                    .map(t -> find(root, t))
                    .filter(filled::contains)
                    .map(QName::toString)
                    .findFirst()
                    .orElse("");
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(op);
        }
        return groups.values().stream().map(this::group).toList();
    }

    private static QName find(Map<QName, QName> root, QName table) {
        QName at = table;
        while (root.containsKey(at)) {
            at = root.get(at);
        }
        return at;
    }

    private static QName earlier(QName a, QName b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static QName later(QName a, QName b) {
        return a.compareTo(b) <= 0 ? b : a;
    }

    private Group group(List<Op> ops) {
        return new Group(List.copyOf(ops), filled(ops).isEmpty());
    }

    private Set<QName> filled(List<Op> ops) {
        return ops.stream()
                .flatMap(op -> op.touches().stream())
                .filter(t -> !ctx.empty(t))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Group> merged(List<Group> groups) {
        List<Group> merged = new ArrayList<>();
        for (Group group : groups) {
            Group last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && last.open() && group.open() && last.weight() + group.weight() <= MAX_RELATIONS) {
                List<Op> both = new ArrayList<>(last.ops());
                both.addAll(group.ops());
                merged.set(merged.size() - 1, new Group(both, true));
            } else {
                merged.add(group);
            }
        }
        return merged;
    }

    /** The present names of the tables that it renames. */
    private static Set<QName> renamedBy(Group group) {
        return group.ops().stream()
                .filter(op -> op.rank() == Rank.RENAME)
                .flatMap(op -> op.touches().stream().filter(table -> op.object().equals(Context.table(table))))
                .collect(Collectors.toSet());
    }

    private Batch batch(Group group, Set<QName> renamed) {
        List<Statement> statements = new ArrayList<>(locks(group.ops(), renamed));
        group.ops()
                .forEach(
                        op -> statements.add(Timeouts.statement(op, ctx.policy().lockTimeout())));
        return new Batch(group.ops().get(0).transactional(), statements);
    }

    /** Several tables with rows are locked first, always in the same order, so that two syncs and their users do not wait for each other in a circle. */
    private List<Statement> locks(List<Op> ops, Set<QName> renamed) {
        Map<QName, Op> strongest = new LinkedHashMap<>();
        for (QName table : filled(ops)) {
            ops.stream()
                    .filter(op -> op.touches().contains(table) && op.lock() != LockMode.NONE)
                    .max(Comparator.comparing(Op::lock))
                    .ifPresent(op -> strongest.put(table, op));
        }
        if (strongest.size() < 2) {
            return List.of();
        }
        List<Statement> locks = new ArrayList<>();
        strongest.forEach((table, op) -> locks.add(Timeouts.lock(
                "LOCK TABLE " + Sql.name(renamed.contains(table) ? table : ctx.before(table)) + " IN "
                        + op.lock().name().replace('_', ' ') + " MODE",
                op,
                ctx.policy().lockTimeout())));
        return locks;
    }
}
