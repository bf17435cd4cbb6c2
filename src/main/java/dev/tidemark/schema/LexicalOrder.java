package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The declared order, except that what a statement names, and another one makes, comes first.
 *
 * <p>Statements that make the same name keep their order, extensions come before everything but schemas. A circle is cut at a schema, type or extension,
 * else where the fewest needs are open, else as written; but never at
 * a statement about something that is not made yet, and only then at one that refers to such a table when there is no other: columns may be called as
 * tables are.
 */
final class LexicalOrder {
    private final List<Declared> statements;
    private final References references;
    private final List<Set<Integer>> needs = new ArrayList<>();
    private final List<List<Integer>> users = new ArrayList<>();
    private final int[] open;

    private LexicalOrder(List<Declared> statements, List<String> makes) {
        this.statements = statements;
        this.references = new References(statements);
        this.open = new int[statements.size()];
        Map<String, List<Integer>> makers = makers(makes);
        List<Integer> extensions = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            users.add(new ArrayList<>());
            if (kindOf(i) == ObjectKind.EXTENSION) {
                extensions.add(i);
            }
        }
        for (int i = 0; i < statements.size(); i++) {
            needs.add(needsOf(i, makes.get(i), makers, extensions));
            open[i] = needs.get(i).size();
            for (int maker : needs.get(i)) {
                users.get(maker).add(i);
            }
        }
    }

    /** {@code statements} in order; {@code makes} says how other statements name what each one makes. */
    static List<Declared> of(List<Declared> statements, List<String> makes) {
        return new LexicalOrder(statements, makes).sorted();
    }

    private static Map<String, List<Integer>> makers(List<String> makes) {
        Map<String, List<Integer>> makers = new HashMap<>();
        for (int i = 0; i < makes.size(); i++) {
            if (!makes.get(i).isEmpty()) {
                makers.computeIfAbsent(makes.get(i), name -> new ArrayList<>()).add(i);
            }
        }
        return makers;
    }

    private Set<Integer> needsOf(int at, String own, Map<String, List<Integer>> makers, List<Integer> extensions) {
        Set<Integer> needs = new HashSet<>();
        for (String name : statements.get(at).names()) {
            List<Integer> makersOfName = makers.get(name);
            if (makersOfName != null && !name.equals(own)) {
                needs.addAll(makersOfName);
            }
        }
        for (int maker : makers.getOrDefault(own, List.of())) {
            if (maker < at) {
                needs.add(maker);
            }
        }
        ObjectKind kind = kindOf(at);
        if (kind != ObjectKind.EXTENSION && kind != ObjectKind.SCHEMA) {
            needs.addAll(extensions);
        }
        needs.remove(at);
        return needs;
    }

    private ObjectKind kindOf(int at) {
        ObjectName creates = statements.get(at).creates();
        return creates == null ? ObjectKind.COMMENT : creates.kind();
    }

    private List<Declared> sorted() {
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        Set<Integer> waiting = new TreeSet<>();
        for (int i = 0; i < statements.size(); i++) {
            waiting.add(i);
            if (open[i] == 0) {
                ready.add(i);
            }
        }
        List<Declared> sorted = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Integer next = ready.isEmpty() ? cut(waiting) : ready.remove();
            if (!waiting.remove(next)) {
                continue;
            }
            sorted.add(statements.get(next));
            for (int user : users.get(next)) {
                open[user]--;
                if (open[user] == 0) {
                    ready.add(user);
                }
            }
        }
        return sorted;
    }

    private Integer cut(Set<Integer> waiting) {
        Comparator<Integer> order = Comparator.comparingInt(this::rank).thenComparingInt(i -> open[i]);
        Comparator<Integer> whole = Comparator.comparing((Integer i) -> lacksItsTarget(i, waiting));
        return waiting.stream()
                .min(whole.thenComparing(i -> references.concern(i, waiting))
                        .thenComparing(order)
                        .thenComparingInt(i -> i))
                .orElseThrow();
    }

    /** Whether what it belongs to is still to be made: names may be equal by chance, this is no chance. */
    private boolean lacksItsTarget(int at, Set<Integer> waiting) {
        ObjectName target = statements.get(at).target();
        return target != null && waiting.stream().anyMatch(i -> i != at && makes(statements.get(i), target));
    }

    private static boolean makes(Declared statement, ObjectName target) {
        ObjectName made = statement.creates();
        return made != null
                && made.member().isEmpty()
                && made.schema().equals(target.schema())
                && made.name().equals(target.name());
    }

    private int rank(int at) {
        ObjectKind kind = kindOf(at);
        boolean first = kind == ObjectKind.SCHEMA || kind == ObjectKind.TYPE || kind == ObjectKind.EXTENSION;
        return first ? 0 : 1;
    }
}
