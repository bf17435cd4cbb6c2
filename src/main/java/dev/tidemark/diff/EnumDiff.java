package dev.tidemark.diff;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.EnumType;
import java.util.ArrayList;
import java.util.List;

/** Enum types and their labels. */
record EnumDiff(Catalog live, Catalog declared, Findings findings) {
    void compare() {
        for (EnumType to : declared.enums().values()) {
            EnumType from = live.enums().get(to.name());
            if (from == null) {
                findings.add(new Change.AddEnum(to));
            } else {
                labels(from, to);
                findings.comment(to.object(), from.comment(), to.comment());
            }
        }
        for (EnumType from : live.enums().values()) {
            if (!declared.enums().containsKey(from.name())) {
                findings.undeclared(from.object(), new Change.DropEnum(from));
            }
        }
    }

    private void labels(EnumType from, EnumType to) {
        if (from.labels().equals(to.labels())) {
            return;
        }
        List<String> kept = new ArrayList<>(to.labels());
        kept.retainAll(from.labels());
        if (!kept.equals(from.labels())) {
            List<String> removed = new ArrayList<>(from.labels());
            removed.removeAll(to.labels());
            findings.add(new Change.ReplaceEnum(from, to, removed));
            return;
        }
        for (int i = 0; i < to.labels().size(); i++) {
            String label = to.labels().get(i);
            if (!from.labels().contains(label)) {
                String first = kept.isEmpty() ? null : kept.get(0);
                findings.add(
                        i == 0
                                ? new Change.AddEnumValue(from, label, first, null)
                                : new Change.AddEnumValue(
                                        from, label, null, to.labels().get(i - 1)));
            }
        }
    }
}
