package dev.tidemark.plan.order;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Batch;
import dev.tidemark.Plan.Statement;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Statements to transactions: as few as possible where nobody has to wait, one for each table where rows are. Stages are wishes and requirements are
 * musts: transactions that would each have to come before the other become one.
 */
public final class Transactions {
    /** Relations made in one transaction: its locks stay a small part of the server's lock table (max_locks_per_transaction × max_connections). */
    public static final int MAX_RELATIONS = 500;

    /** A table that is there and empty, its TOAST table and that one's index; ten of its own indexes matter little. */
    private static final int LOCKS_OF_A_TABLE = 3;

    /** What is never committed with a neighbour. */
    private static final Set<Stage> BY_THEMSELVES =
            Set.of(Stage.MIGRATE_BEFORE, Stage.ONLINE, Stage.VALIDATE, Stage.MIGRATE_AFTER);

    private final List<Op> ops;
    private final Graph requirements;
    private final Predicate<QName> empty;
    /** Whether groups had to be taken apart around statements outside transactions. */
    private boolean apart;

    /**
     * @param requirements over the places in {@code ops}
     * @param empty whether a table holds no row
     */
    Transactions(List<Op> ops, Graph requirements, Predicate<QName> empty) {
        this.ops = List.copyOf(ops);
        this.requirements = requirements;
        this.empty = empty;
    }

    /** The statements of each transaction, in order. */
    List<List<Op>> all() {
        return cut().stream()
                .map(c -> c.members().stream().map(ops::get).toList())
                .toList();
    }

    /**
     * Statements that are committed together.
     *
     * @param open whether it may be joined with a neighbour, because it makes no table with rows wait
     */
    private record Cut(List<Integer> members, boolean open, int weight) {}

    private List<Cut> cut() {
        int[] group = groups();
        List<List<Integer>> members = members(group);
        Graph order = new Graph(members.size());
        for (int i = 0; i < ops.size(); i++) {
            for (int next : requirements.after(i)) {
                order.edge(group[i], group[next]);
            }
        }
        wishes(group, order);
        List<Integer> sorted = order.order(Comparator.comparing((Integer g) -> stage(members.get(g)))
                .thenComparing(g -> key(members.get(g)))
                .thenComparingInt(g -> first(members.get(g))));
        if (sorted.size() < members.size()) {
            throw circle(requirements.circle());
        }
        List<Cut> cuts = new ArrayList<>();
        for (int g : sorted) {
            if (members.get(g).isEmpty()) {
                continue;
            }
            cuts.addAll(split(inside(members.get(g))));
        }
        return merged(cuts);
    }

    /** Statements on one table keep the order that stages and ranks wish also where they had to be taken apart. */
    private void wishes(int[] group, Graph order) {
        if (!apart) {
            return;
        }
        Map<QName, Integer> last = new HashMap<>();
        for (int i : Requirements.inWishedOrder(ops)) {
            for (QName table : changed(ops.get(i))) {
                Integer before = last.put(table, group[i]);
                if (before != null && before != group[i]) {
                    order.edgeIfFree(before, group[i]);
                }
            }
        }
    }

    /** The tables that it changes; a new object merely locks those that it refers to. */
    private static Set<QName> changed(Op op) {
        return op.stage() == Stage.CREATE ? Set.of() : op.touches();
    }

    /** A defect of the rules, never of the declaration. */
    private TidemarkException circle(List<Integer> path) {
        return TidemarkException.of(
                "TDM-504",
                "the plan has statements that each need the next one, and the last one the first: "
                        + path.stream().map(i -> ops.get(i).sql()).collect(Collectors.joining(" → ")));
    }

    /** A group for each statement: what the stages wish, joined where the requirements leave no order between two of them. */
    private int[] groups() {
        int[] wished = wishedGroups();
        int[] joined = joined(wished);
        Set<Integer> mixed = new TreeSet<>();
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int group : joined) {
            sizes.merge(group, 1, Integer::sum);
        }
        for (int i = 0; i < ops.size(); i++) {
            if (!ops.get(i).transactional() && sizes.getOrDefault(joined[i], 0) > 1) {
                mixed.add(joined[i]);
            }
        }
        int next = ops.size();
        for (int i = 0; i < ops.size(); i++) {
            // What waits for a statement outside transactions cannot be committed with what that one waits for.
            if (mixed.contains(joined[i]) && ops.get(i).stage() != Stage.ONLINE) {
                wished[i] = next++;
            }
        }
        apart = next > ops.size();
        return apart ? joined(wished) : joined;
    }

    private int[] joined(int[] wished) {
        int count = 0;
        for (int g : wished) {
            count = Math.max(count, g + 1);
        }
        Graph between = new Graph(count);
        for (int i = 0; i < ops.size(); i++) {
            for (int next : requirements.after(i)) {
                between.edge(wished[i], wished[next]);
            }
        }
        int[] component = between.components();
        int[] joined = new int[ops.size()];
        for (int i = 0; i < ops.size(); i++) {
            joined[i] = component[wished[i]];
        }
        return joined;
    }

    private int[] wishedGroups() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] groups = new int[ops.size()];
        Map<Stage, List<Integer>> stages = new TreeMap<>();
        for (int i : Requirements.inWishedOrder(ops)) {
            stages.computeIfAbsent(ops.get(i).stage(), p -> new ArrayList<>()).add(i);
        }
        stages.forEach((stage, members) -> {
            Map<Integer, String> keys = keys(stage, members);
            members.forEach(i -> groups[i] = numbers.computeIfAbsent(stage + " " + keys.get(i), k -> numbers.size()));
        });
        return groups;
    }

    private Map<Integer, String> keys(Stage stage, List<Integer> members) {
        Map<Integer, String> keys = new HashMap<>();
        switch (stage) {
            case ENUM_VALUES, VALIDATE -> members.forEach(i -> keys.put(i, "#" + i));
            case ONLINE -> steps(members, keys);
            case MIGRATE_BEFORE, MIGRATE_AFTER ->
                members.forEach(i -> keys.put(i, ops.get(i).object().name()));
            case CREATE -> members.forEach(i -> keys.put(i, ""));
            case TABLES, LATE, ROWS, FINISH, DROPS -> {
                List<Integer> inside =
                        members.stream().filter(i -> ops.get(i).transactional()).toList();
                members.stream().filter(i -> !ops.get(i).transactional()).forEach(i -> keys.put(i, "#" + i));
                tied(inside, keys);
            }
        }
        return keys;
    }

    /** Steps of one change follow each other; those of one step share a transaction. */
    private void steps(List<Integer> members, Map<Integer, String> keys) {
        for (int i : members) {
            Op op = ops.get(i);
            keys.put(i, op.transactional() ? op.object() + "/" + op.change() + "/" + op.step() : "#" + i);
        }
    }

    /** One group for each table with rows; tables and objects that a statement touches together share one; all else shares the first. */
    private void tied(List<Integer> members, Map<Integer, String> keys) {
        Map<String, String> root = new HashMap<>();
        Map<Integer, List<String>> nodes = new HashMap<>();
        for (int i : members) {
            Op op = ops.get(i);
            List<String> its = new ArrayList<>();
            new TreeSet<>(op.touches()).forEach(t -> its.add(t.toString()));
            op.effects().drops().stream().map(ObjectName::toString).forEach(its::add);
            op.effects().makes().stream().map(ObjectName::toString).forEach(its::add);
            nodes.put(i, its);
            for (String other : its) {
                join(root, its.get(0), other);
            }
        }
        Map<String, String> filled = new TreeMap<>();
        for (int i : members) {
            ops.get(i).touches().stream()
                    .filter(t -> !empty.test(t))
                    .forEach(t -> filled.merge(
                            find(root, t.toString()), t.toString(), (a, b) -> a.compareTo(b) <= 0 ? a : b));
        }
        for (int i : members) {
            List<String> its = nodes.getOrDefault(i, List.of());
            String at = its.isEmpty() ? "" : find(root, its.get(0));
            keys.put(i, filled.getOrDefault(at, ""));
        }
    }

    private static void join(Map<String, String> root, String a, String b) {
        String one = find(root, a);
        String other = find(root, b);
        if (!one.equals(other)) {
            root.put(other, one);
        }
    }

    private static String find(Map<String, String> root, String node) {
        String at = node;
        while (root.containsKey(at)) {
            at = root.get(at);
        }
        return at;
    }

    private List<List<Integer>> members(int[] group) {
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < group.length; i++) {
            while (members.size() <= group[i]) {
                members.add(new ArrayList<>());
            }
            members.get(group[i]).add(i);
        }
        return members;
    }

    private Stage stage(List<Integer> members) {
        return members.stream()
                .map(i -> ops.get(i).stage())
                .max(Comparator.naturalOrder())
                .orElse(Stage.CREATE);
    }

    /** Tables without rows first, then by name, as their users would lock them. */
    private String key(List<Integer> members) {
        return filled(members).stream().map(QName::toString).findFirst().orElse("");
    }

    private int first(List<Integer> members) {
        return members.stream()
                .min(Comparator.comparing((Integer i) -> ops.get(i).stage())
                        .thenComparingInt(i -> ops.get(i).step())
                        .thenComparing(i -> ops.get(i).rank()))
                .orElse(0);
    }

    /** The order of statements within a transaction: by rank, as far as the requirements allow. */
    private List<Integer> inside(List<Integer> members) {
        if (members.size() == 1) {
            return members;
        }
        Map<Integer, Integer> place = new HashMap<>();
        members.forEach(i -> place.put(i, place.size()));
        Graph graph = new Graph(members.size());
        for (int n = 0; n < members.size(); n++) {
            for (int next : requirements.after(members.get(n))) {
                Integer there = place.get(next);
                if (there != null) {
                    graph.edge(n, there);
                }
            }
        }
        boolean mixed = members.stream().anyMatch(i -> !ops.get(i).transactional());
        Comparator<Integer> byRank =
                Comparator.comparing((Integer n) -> ops.get(members.get(n)).rank());
        wishes(members, graph, byRank);
        List<Integer> order = graph.order(byRank);
        if (mixed || order.size() < members.size()) {
            throw circle(requirements.circle());
        }
        return order.stream().map(members::get).toList();
    }

    /** Statements on one table, or for one object, follow each other by rank, unless a requirement wants it otherwise. */
    private void wishes(List<Integer> members, Graph graph, Comparator<Integer> byRank) {
        List<Integer> places = new ArrayList<>();
        for (int n = 0; n < members.size(); n++) {
            places.add(n);
        }
        places.sort(byRank);
        List<Integer> now = graph.order(byRank);
        int[] position = new int[members.size()];
        for (int n = 0; n < now.size(); n++) {
            position[now.get(n)] = n;
        }
        Map<Object, Integer> last = new HashMap<>();
        List<int[]> agreed = new ArrayList<>();
        for (int n : places) {
            Op op = ops.get(members.get(n));
            List<Object> keys = new ArrayList<>(changed(op));
            keys.add(op.object());
            for (Object key : keys) {
                Integer before = last.put(key, n);
                if (before == null || before == n) {
                    continue;
                }
                if (position[before] < position[n]) {
                    agreed.add(new int[] {before, n});
                } else {
                    graph.edgeIfFree(before, n);
                }
            }
        }
        agreed.forEach(e -> graph.edgeIfFree(e[0], e[1]));
    }

    /** What makes more relations than one transaction should hold locks for is cut, as long as no table with rows is in it. */
    private List<Cut> split(List<Integer> members) {
        boolean open = mayBeCut(members) && ops.get(members.get(0)).stage() != Stage.ENUM_VALUES && open(members);
        boolean lasting = lasting(members);
        List<Cut> cuts = new ArrayList<>();
        List<Integer> part = new ArrayList<>();
        Set<QName> locked = new HashSet<>();
        int weight = 0;
        for (int i : members) {
            int its = ops.get(i).weight() + (lasting ? LOCKS_OF_A_TABLE * more(ops.get(i), locked) : 0);
            if (open && weight + its > MAX_RELATIONS && !part.isEmpty()) {
                cuts.add(new Cut(part, true, weight));
                part = new ArrayList<>();
                locked.clear();
                its = ops.get(i).weight() + (lasting ? LOCKS_OF_A_TABLE * more(ops.get(i), locked) : 0);
                weight = 0;
            }
            locked.addAll(ops.get(i).touches());
            part.add(i);
            weight += its;
        }
        cuts.add(new Cut(part, open, weight));
        return cuts;
    }

    /** Tables that it locks beside those. */
    private static int more(Op op, Set<QName> locked) {
        return (int) op.touches().stream().filter(t -> !locked.contains(t)).count();
    }

    /** Whether nothing is gone between two statements: else all of them are committed together, however many tables they lock. */
    private boolean lasting(List<Integer> members) {
        Set<ObjectName> dropped = new HashSet<>();
        members.forEach(i -> dropped.addAll(ops.get(i).effects().drops()));
        return members.stream()
                .noneMatch(i -> ops.get(i).effects().makes().stream().anyMatch(dropped::contains));
    }

    /** What changes a table with rows stays together; new objects that merely lock one need not. */
    private boolean mayBeCut(List<Integer> members) {
        return filled(members).isEmpty()
                || members.stream().allMatch(i -> ops.get(i).stage() == Stage.CREATE);
    }

    private boolean open(List<Integer> members) {
        return members.stream().map(ops::get).allMatch(op -> op.transactional() && !BY_THEMSELVES.contains(op.stage()));
    }

    private static List<Cut> merged(List<Cut> cuts) {
        List<Cut> merged = new ArrayList<>();
        for (Cut cut : cuts) {
            Cut last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && last.open() && cut.open() && last.weight() + cut.weight() <= MAX_RELATIONS) {
                List<Integer> both = new ArrayList<>(last.members());
                both.addAll(cut.members());
                merged.set(merged.size() - 1, new Cut(both, true, last.weight() + cut.weight()));
            } else {
                merged.add(cut);
            }
        }
        return merged;
    }

    private Set<QName> filled(Collection<Integer> members) {
        return members.stream()
                .flatMap(i -> ops.get(i).touches().stream())
                .filter(t -> !empty.test(t))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The transactions with their locks and timeouts.
     *
     * @param intent what they have to end in
     * @throws TidemarkException TDM-504 where no order of them does
     */
    public static List<Batch> batches(Context ctx, List<Op> ops, Replay.Intent intent) {
        Graph requirements = Requirements.of(ops, ctx.live(), ctx.declared());
        List<Batch> batches = new ArrayList<>();
        Set<QName> renamed = new TreeSet<>();
        List<List<Op>> all = new Transactions(ops, requirements, ctx::empty).all();
        Replay.check(ctx, all, intent);
        for (List<Op> transaction : all) {
            List<Statement> statements = new ArrayList<>(locks(ctx, transaction, renamed));
            transaction.forEach(
                    op -> statements.add(Timeouts.statement(op, ctx.policy().lockTimeout())));
            batches.add(new Batch(transaction.get(0).transactional(), statements));
            renamed.addAll(renamedBy(transaction));
        }
        return batches;
    }

    /** The new names of the tables that it renames. */
    private static Set<QName> renamedBy(List<Op> transaction) {
        return transaction.stream()
                .filter(op -> op.rank() == Rank.RENAME)
                .flatMap(op -> op.touches().stream().filter(table -> op.object().equals(Context.table(table))))
                .collect(Collectors.toSet());
    }

    /** Several tables with rows are locked first, always in the same order, so that two syncs and their users do not wait for each other in a circle. */
    private static List<Statement> locks(Context ctx, List<Op> ops, Set<QName> renamed) {
        Map<QName, Op> strongest = new LinkedHashMap<>();
        ops.stream()
                .flatMap(op -> op.touches().stream())
                .filter(t -> !ctx.empty(t))
                .sorted()
                .distinct()
                .forEach(table -> ops.stream()
                        .filter(op -> op.touches().contains(table) && op.lock() != LockMode.NONE)
                        .max(Comparator.comparing(Op::lock))
                        .ifPresent(op -> strongest.put(table, op)));
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
