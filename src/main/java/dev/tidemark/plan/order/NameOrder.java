package dev.tidemark.plan.order;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A name that is taken is free only once what has it is gone, or has another one. */
final class NameOrder {
    private final List<Op> ops;
    private final Catalog live;
    private final Catalog declared;
    private final Graph graph;
    private final List<int[]> wishes;

    NameOrder(List<Op> ops, Catalog live, Catalog declared, Graph graph, List<int[]> wishes) {
        this.ops = ops;
        this.live = live;
        this.declared = declared;
        this.graph = graph;
        this.wishes = wishes;
    }

    /** Adds the edges; makers and renamers are the statements that make or rename an object. */
    void add(Map<ObjectName, List<Integer>> makers, Map<ObjectName, List<Integer>> renamers) {
        Map<QName, List<Integer>> freed = new HashMap<>();
        for (int i = 0; i < ops.size(); i++) {
            int n = i;
            ops.get(i)
                    .effects()
                    .frees()
                    .forEach(name ->
                            freed.computeIfAbsent(name, k -> new ArrayList<>()).add(n));
        }
        Set<QName> renamedAside = Set.copyOf(freed.keySet());
        Set<ObjectName> dropped =
                ops.stream().flatMap(op -> op.effects().drops().stream()).collect(Collectors.toSet());
        for (int i = 0; i < ops.size(); i++) {
            int n = i;
            Effects effects = ops.get(i).effects();
            effects.drops().stream()
                    .flatMap(o -> Stream.of(
                                    OccupiedNames.of(live, o),
                                    OccupiedNames.ofSequences(live, declared, o),
                                    effects.makes().contains(o)
                                            ? Set.<QName>of()
                                            : OccupiedNames.ofIndexesGoingWith(live, o, dropped::contains))
                            .flatMap(Set::stream))
                    .filter(name -> !renamedAside.contains(name))
                    .forEach(name ->
                            freed.computeIfAbsent(name, k -> new ArrayList<>()).add(n));
        }
        if (freed.isEmpty()) {
            return;
        }
        makers.forEach((object, makes) -> Stream.concat(
                        OccupiedNames.of(declared, object).stream(),
                        OccupiedNames.ofSequences(declared, live, object).stream())
                .forEach(name -> freed.getOrDefault(name, List.of())
                        .forEach(drop -> makes.stream()
                                .filter(make -> otherChange(drop, make) && !drop.equals(make))
                                .filter(make -> !ops.get(drop).effects().makes().contains(object))
                                .forEach(make -> free(drop, make, object)))));
        renamers.forEach((object, by) -> (object.member().isEmpty()
                        ? Set.of(QName.of(object))
                        : OccupiedNames.of(declared, object))
                .forEach(name -> freed.getOrDefault(name, List.of()).stream()
                        .filter(drop -> !by.contains(drop))
                        .forEach(drop -> by.forEach(rename -> graph.edge(drop, rename)))));
    }

    /** A new identity column may have to come before the old column goes; its sequence then gets another name for now. */
    private void free(int drop, int make, ObjectName object) {
        if (object.kind() == ObjectKind.COLUMN) {
            wishes.add(new int[] {drop, make});
        } else {
            graph.edge(drop, make);
        }
    }

    private boolean otherChange(int a, int b) {
        return ops.get(a).isOfAnotherChange(ops.get(b));
    }
}
