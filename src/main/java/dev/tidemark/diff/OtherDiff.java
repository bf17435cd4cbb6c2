package dev.tidemark.diff;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is not modelled, compared by its text. */
record OtherDiff(Catalog live, Catalog declared, Findings findings) {
    void compare() {
        SortedMap<ObjectName, OtherObject> there = byName(live);
        SortedMap<ObjectName, OtherObject> wanted = byName(declared);
        wanted.forEach((name, to) -> {
            OtherObject from = there.get(name);
            if (from == null) {
                missing(to);
            } else {
                if (!from.same(to) && !isHidden(from)) {
                    findings.add(new Change.ChangeOther(from, to));
                }
                findings.comment(name, from.comment(), to.comment());
            }
        });
        there.forEach((name, from) -> {
            if (!wanted.containsKey(name) && !hangsOnUndeclared(name)) {
                findings.undeclared(name, new Change.DropOther(from));
            }
        });
    }

    /** Whether the role may not see what would have to be compared. */
    private static boolean isHidden(OtherObject object) {
        return object.attributes().containsKey("hidden");
    }

    private void missing(OtherObject to) {
        ObjectName name = to.name();
        if (!name.member().isEmpty() && !isRelation(live, name)) {
            return;
        }
        findings.add(new Change.AddOther(to));
        if (!name.member().isEmpty()) {
            // A new object's comment comes with its statements; this one's is a statement about the relation, which
            // is there.
            findings.comment(name, null, to.comment());
        }
    }

    private boolean hangsOnUndeclared(ObjectName name) {
        return !name.member().isEmpty() && !isRelation(declared, name);
    }

    private static boolean isRelation(Catalog catalog, ObjectName member) {
        QName owner = QName.of(member);
        return catalog.tables().containsKey(owner) || catalog.views().containsKey(owner);
    }

    private static SortedMap<ObjectName, OtherObject> byName(Catalog catalog) {
        SortedMap<ObjectName, OtherObject> all = new TreeMap<>();
        catalog.others().forEach(o -> all.put(o.name(), o));
        return all;
    }
}
