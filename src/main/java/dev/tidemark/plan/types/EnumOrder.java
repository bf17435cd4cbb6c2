package dev.tidemark.plan.types;

import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** New labels in an order in which the neighbour that each one names is there before it. */
public final class EnumOrder {
    private EnumOrder() {}

    public static List<Draft> anchorsFirst(Context ctx, List<Draft> drafts) {
        List<Draft> sorted = new ArrayList<>();
        List<Draft> labels = new ArrayList<>();
        drafts.forEach(d -> (d.change() instanceof Change.AddEnumValue ? labels : sorted).add(d));
        Map<QName, Set<String>> known = known(ctx);
        boolean found = true;
        while (found && !labels.isEmpty()) {
            found = false;
            for (Iterator<Draft> it = labels.iterator(); it.hasNext(); ) {
                Draft draft = it.next();
                if (draft.change() instanceof Change.AddEnumValue c
                        && anchored(c, known.computeIfAbsent(c.type().name(), t -> new HashSet<>()))) {
                    sorted.add(draft);
                    it.remove();
                    found = true;
                }
            }
        }
        sorted.addAll(labels);
        return sorted;
    }

    private static boolean anchored(Change.AddEnumValue change, Set<String> known) {
        String anchor = change.before() != null ? change.before() : change.after();
        return (anchor == null || known.contains(anchor)) && known.add(change.label());
    }

    private static Map<QName, Set<String>> known(Context ctx) {
        Map<QName, Set<String>> known = new HashMap<>();
        for (EnumType type : ctx.live().enums().values()) {
            known.put(type.name(), new HashSet<>(type.labels()));
        }
        ctx.changes()
                .all(Change.RenameEnumValue.class)
                .forEach(r -> known.computeIfAbsent(r.type().name(), t -> new HashSet<>())
                        .add(r.to()));
        return known;
    }
}
