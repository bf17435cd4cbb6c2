package dev.tidemark.plan.model;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import java.util.HashSet;
import java.util.Set;

/**
 * What a statement does to objects, as far as the order of statements depends on it.
 *
 * @param makes objects that are there as they should be once it has run
 * @param drops objects that are not there any more as they were once it has run
 * @param needs objects that have to be there as they should be before it runs
 * @param frees names of relations or types that others may take once it has run, beside those of what it drops
 * @param awaits objects that have to be gone as they were before it runs
 */
public record Effects(
        Set<ObjectName> makes, Set<ObjectName> drops, Set<ObjectName> needs, Set<QName> frees, Set<ObjectName> awaits) {
    public static final Effects NONE = new Effects(Set.of(), Set.of(), Set.of());

    public Effects {
        makes = Set.copyOf(makes);
        drops = Set.copyOf(drops);
        needs = Set.copyOf(needs);
        frees = Set.copyOf(frees);
        awaits = Set.copyOf(awaits);
    }

    public Effects(Set<ObjectName> makes, Set<ObjectName> drops, Set<ObjectName> needs) {
        this(makes, drops, needs, Set.of(), Set.of());
    }

    /** What a statement of this rank usually does to its object. */
    public static Effects of(Rank rank, ObjectName object) {
        Set<ObjectName> it = Set.of(object);
        return switch (rank.effect()) {
            case MAKES -> new Effects(it, Set.of(), Set.of());
            case DROPS -> new Effects(Set.of(), it, Set.of());
            case CHANGES -> new Effects(it, it, Set.of());
            case NEEDS -> new Effects(Set.of(), Set.of(), it);
            case NONE -> NONE;
        };
    }

    public static Effects dropping(ObjectName object) {
        return new Effects(Set.of(), Set.of(object), Set.of());
    }

    public static Effects making(ObjectName object) {
        return new Effects(Set.of(object), Set.of(), Set.of());
    }

    public Effects freeing(QName name) {
        Set<QName> all = new HashSet<>(frees);
        all.add(name);
        return new Effects(makes, drops, needs, all, awaits);
    }

    public Effects needing(ObjectName object) {
        Set<ObjectName> all = new HashSet<>(needs);
        all.add(object);
        return new Effects(makes, drops, all, frees, awaits);
    }

    public Effects awaiting(ObjectName object) {
        Set<ObjectName> all = new HashSet<>(awaits);
        all.add(object);
        return new Effects(makes, drops, needs, frees, all);
    }
}
