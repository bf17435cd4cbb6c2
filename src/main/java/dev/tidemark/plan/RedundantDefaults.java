package dev.tidemark.plan;

import dev.tidemark.ObjectName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Fated;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A column's new type sets its default too: the change of the default then has nothing left to do. */
final class RedundantDefaults {
    private RedundantDefaults() {}

    /** The changes, those of such defaults without a statement of their own. */
    static List<Fated> without(List<Fated> changes) {
        Set<ObjectName> set = changes.stream()
                .filter(f -> f.applied() && f.draft().change() instanceof Change.ChangeType)
                .filter(f -> f.ops().stream().anyMatch(op -> op.sql().contains(" SET DEFAULT ")))
                .map(f -> f.draft().object())
                .collect(Collectors.toSet());
        return changes.stream()
                .map(f -> isDefault(f) && set.contains(f.draft().object())
                        ? new Fated(f.draft(), f.fate(), List.of(), f.problems(), f.notes())
                        : f)
                .toList();
    }

    private static boolean isDefault(Fated fated) {
        return fated.applied()
                && fated.draft().change() instanceof Change.ChangeDefault change
                && change.to().defaultSql() != null;
    }
}
