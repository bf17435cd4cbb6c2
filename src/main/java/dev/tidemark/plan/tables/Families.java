package dev.tidemark.plan.tables;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables with those that inherit from them: what changes a parent changes and locks its children, so that it comes first, and in one transaction with their own changes. */
public final class Families {
    private final Map<QName, QName> parents = new HashMap<>();
    private final Map<QName, Set<QName>> descendants = new HashMap<>();

    public Families(Context ctx) {
        Map<QName, List<QName>> children = new HashMap<>();
        for (Table table : ctx.live().tables().values()) {
            for (QName parent : table.parents()) {
                parents.putIfAbsent(table.name(), parent);
                children.computeIfAbsent(parent, p -> new ArrayList<>()).add(table.name());
            }
        }
        if (!children.isEmpty()) {
            Set<QName> changing = changing(ctx);
            children.keySet().forEach(parent -> descendants.put(parent, below(parent, children, changing)));
        }
    }

    private static Set<QName> changing(Context ctx) {
        Set<QName> changing = new HashSet<>();
        for (Change change : ctx.input().diff().changes()) {
            Table table = TableOf.change(change);
            // One that goes may be gone before the parent's statement runs.
            if (table != null && !(change instanceof Change.DropTable)) {
                changing.add(table.name());
            }
        }
        return changing;
    }

    private static Set<QName> below(QName parent, Map<QName, List<QName>> children, Set<QName> changing) {
        Set<QName> found = new HashSet<>();
        Deque<QName> open = new ArrayDeque<>(children.getOrDefault(parent, List.of()));
        while (!open.isEmpty()) {
            QName table = open.pop();
            if (found.add(table)) {
                open.addAll(children.getOrDefault(table, List.of()));
            }
        }
        found.retainAll(changing);
        return found;
    }

    /** The same with what a parent's statements touch of its children. */
    public Draft tied(Draft draft) {
        return descendants.isEmpty()
                ? draft
                : draft.mapped(op -> {
                    Set<QName> touched = new HashSet<>(op.touches());
                    op.touches().forEach(t -> touched.addAll(descendants.getOrDefault(t, Set.of())));
                    return touched.size() == op.touches().size() || !op.transactional() ? op : op.touching(touched);
                });
    }

    /** Where a draft stands among the others: after those of the tables that its own inherits from. */
    public List<ObjectName> place(Draft draft) {
        List<ObjectName> path = new ArrayList<>(List.of(draft.entry()));
        if (draft.entry().kind() == ObjectKind.TABLE) {
            QName at = QName.of(draft.entry());
            while (parents.containsKey(at) && path.size() < 100) {
                at = parents.get(at);
                path.add(0, Context.table(at));
            }
        }
        return path;
    }

    /** By name, children behind their parents. */
    public Comparator<List<ObjectName>> order() {
        return (a, b) -> {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                int compared = a.get(i).compareTo(b.get(i));
                if (compared != 0) {
                    return compared;
                }
            }
            return Integer.compare(a.size(), b.size());
        };
    }
}
