package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is not modelled, compared by its text. */
record OtherDiff(Catalog live, Catalog declared, Findings findings) {
    private static final String NOT_NULL = "not null of column ";

    void compare() {
        SortedMap<ObjectName, OtherObject> there = byName(live);
        SortedMap<ObjectName, OtherObject> wanted = byName(declared);
        wanted.forEach((name, to) -> {
            OtherObject from = there.get(name);
            if (from == null) {
                missing(to);
            } else {
                if (!from.same(to)) {
                    findings.add(new Change.ChangeOther(from, to));
                }
                findings.comment(name, from.comment(), to.comment());
            }
        });
        there.forEach((name, from) -> {
            if (!wanted.containsKey(name) && !hangsOnUndeclared(name) && !isFinishedAnyway(from)) {
                findings.undeclared(name, new Change.DropOther(from));
            }
        });
    }

    private void missing(OtherObject to) {
        ObjectName name = to.name();
        if (!name.member().isEmpty() && !isRelation(live, name)) {
            return;
        }
        if (name.kind() == ObjectKind.OTHER && !name.member().isEmpty()) {
            // A property of a relation that is there: no statement of its own makes it.
            findings.add(new Change.ChangeOther(new OtherObject(name, ""), to));
        } else {
            findings.add(new Change.AddOther(to));
            if (!name.member().isEmpty()) {
                // A new object's comment comes with its statements; this one's is a statement about the relation, which
                // is there.
                findings.comment(name, null, to.comment());
            }
        }
    }

    private boolean hangsOnUndeclared(ObjectName name) {
        return !name.member().isEmpty() && !isRelation(declared, name);
    }

    /** A not-null constraint that is not validated, on a column that is declared NOT NULL: that it is not yet is said there. */
    private boolean isFinishedAnyway(OtherObject from) {
        ObjectName name = from.name();
        Table table = declared.tables().get(new QName(name.schema(), name.name()));
        return table != null
                && name.kind() == ObjectKind.OTHER
                && name.member().startsWith(NOT_NULL)
                && from.definition().endsWith("NOT VALID")
                && table.column(name.member().substring(NOT_NULL.length()))
                        .map(Column::notNull)
                        .orElse(false);
    }

    private static boolean isRelation(Catalog catalog, ObjectName member) {
        QName owner = new QName(member.schema(), member.name());
        return catalog.tables().containsKey(owner) || catalog.views().containsKey(owner);
    }

    private static SortedMap<ObjectName, OtherObject> byName(Catalog catalog) {
        Map<ObjectName, OtherObject> all = new TreeMap<>();
        catalog.others()
                .forEach(o -> all.merge(
                        o.name(), o, (a, b) -> new OtherObject(a.name(), a.definition() + ";\n" + b.definition())));
        return new TreeMap<>(all);
    }
}
