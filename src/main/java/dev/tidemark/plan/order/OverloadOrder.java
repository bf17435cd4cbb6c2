package dev.tidemark.plan.order;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What calls a function comes after the drop of another one of its name: as long as both are there the call could mean either. */
final class OverloadOrder {
    private final Catalog declared;
    private final Map<ObjectName, List<Integer>> makers;
    private final Map<ObjectName, List<Integer>> droppers;

    /**
     * Of these statements.
     *
     * @param makers the numbers of those that make an object
     * @param droppers the numbers of those that drop one
     */
    OverloadOrder(Catalog declared, Map<ObjectName, List<Integer>> makers, Map<ObjectName, List<Integer>> droppers) {
        this.declared = declared;
        this.makers = makers;
        this.droppers = droppers;
    }

    /** First and second. */
    List<int[]> wishes() {
        Map<QName, List<Integer>> gone = new HashMap<>();
        droppers.forEach((object, drops) -> {
            if (object.kind() == ObjectKind.FUNCTION) {
                gone.computeIfAbsent(bare(object), k -> new ArrayList<>()).addAll(drops);
            }
        });
        List<int[]> wishes = new ArrayList<>();
        if (gone.isEmpty()) {
            return wishes;
        }
        for (Dependency d : declared.dependencies()) {
            List<Integer> drops = d.on().kind() == ObjectKind.FUNCTION ? gone.get(bare(d.on())) : null;
            if (drops != null) {
                for (int make : makers.getOrDefault(d.dependent(), List.of())) {
                    drops.forEach(drop -> wishes.add(new int[] {drop, make}));
                }
            }
        }
        return wishes;
    }

    private static QName bare(ObjectName function) {
        return new QName(function.schema(), ObjectNames.bare(function));
    }
}
