package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogObject;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.control.Inventory;
import dev.tidemark.control.Managed;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.OtherNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the record proves: an object whose statements are those that were recorded, and that is in the database as it was when it was found to be what they
 * say, is in step with them. What is left has to be looked at in a shadow, with all whose meaning may hang on it.
 */
final class InStep {
    private final CompiledSchema schema;
    private final Sources sources;
    private final Inventory inventory;
    private final Catalog live;
    private final Map<String, QName> unitOfSource = new HashMap<>();
    private final Set<QName> rest;
    private final boolean all;

    /** @param live of all schemas of the declaration and of the record */
    InStep(CompiledSchema schema, Inventory inventory, Catalog live) {
        this(schema, new Sources(schema, live.major()), inventory, live, Fingerprints.of(live));
    }

    /**
     * @param sources of {@code schema}
     * @param there the fingerprints of {@code live}
     */
    InStep(
            CompiledSchema schema,
            Sources sources,
            Inventory inventory,
            Catalog live,
            SortedMap<ObjectName, String> there) {
        this.schema = schema;
        this.sources = sources;
        this.inventory = inventory;
        this.live = live;
        sources.hashes().forEach((unit, source) -> unitOfSource.put(source, unit));
        Set<QName> changed = changed(there);
        List<ObjectName> gone = gone();
        this.rest = changed.isEmpty() && gone.isEmpty() ? Set.of() : withDependants(changed, gone);
        this.all = inventory.managed().isEmpty()
                || unknown()
                || schema.statements().stream().anyMatch(Declared::isDatabaseWide)
                || changed.stream().anyMatch(this::isAmbient)
                || gone.stream().anyMatch(o -> o.kind() == ObjectKind.OTHER)
                || rest.size() == sources.hashes().size();
    }

    Sources sources() {
        return sources;
    }

    /** Whether everything has to be looked at: the record proves nothing, too little, or something changed that statements do not name. */
    boolean isNothing() {
        return all;
    }

    /** The units that a shadow has to hold. */
    Set<QName> rest() {
        return rest;
    }

    /** Whether the record says that this object of a catalog is in step. */
    boolean proves(ObjectName object, Catalog catalog) {
        QName unit = sources.unit(object, catalog);
        return unit != null && !rest.contains(unit);
    }

    private boolean unknown() {
        return inventory.managed().values().stream()
                .anyMatch(row -> row.sourceHash().equals(Sources.UNKNOWN));
    }

    /** Operators, collations, text search and the like are used without being named. */
    private boolean isAmbient(QName unit) {
        return sources.units().statements(unit).stream()
                .map(Declared::creates)
                .anyMatch(made -> made != null && made.kind() == ObjectKind.OTHER);
    }

    private Set<QName> changed(SortedMap<ObjectName, String> there) {
        Map<QName, Set<ObjectName>> found = new HashMap<>();
        there.keySet().forEach(object -> {
            QName unit = sources.unit(object, live);
            if (unit != null) {
                found.computeIfAbsent(unit, u -> new HashSet<>()).add(object);
            }
        });
        Map<QName, Set<ObjectName>> recorded = new HashMap<>();
        Set<QName> changed = new HashSet<>(sources.secrets());
        inventory.managed().forEach((object, row) -> {
            QName unit = unit(object, row);
            if (unit != null) {
                recorded.computeIfAbsent(unit, u -> new HashSet<>()).add(object);
                boolean sameSource = !object.member().isEmpty()
                        || row.sourceHash().equals(sources.hashes().get(unit));
                if (!sameSource || !row.fingerprint().equals(there.get(object))) {
                    changed.add(unit);
                }
            }
        });
        for (QName unit : sources.hashes().keySet()) {
            Set<ObjectName> known = recorded.get(unit);
            if (known == null || !known.equals(found.get(unit))) {
                changed.add(unit);
            }
        }
        return changed;
    }

    /** By its source where that is known; a member by its owner. */
    private @Nullable QName unit(ObjectName object, Managed row) {
        QName bySource = unitOfSource.get(row.sourceHash());
        return bySource == null ? sources.unit(object, live) : bySource;
    }

    /** Recorded objects that nothing declares any more. */
    private List<ObjectName> gone() {
        List<ObjectName> gone = new ArrayList<>();
        inventory.managed().forEach((object, row) -> {
            if (object.member().isEmpty() && object.kind() != ObjectKind.SCHEMA && unit(object, row) == null) {
                gone.add(object);
            }
        });
        return gone;
    }

    private Set<QName> withDependants(Set<QName> changed, List<ObjectName> gone) {
        Map<QName, Set<QName>> firm = new HashMap<>();
        Map<QName, Set<QName>> loose = new HashMap<>();
        for (Dependency dependency : live.dependencies()) {
            QName on = sources.unit(dependency.on(), live);
            QName dependent = sources.unit(dependency.dependent(), live);
            if (on != null && dependent != null && !on.equals(dependent)) {
                boolean key = dependency.dependent().kind() == ObjectKind.CONSTRAINT;
                (key ? loose : firm).computeIfAbsent(on, u -> new HashSet<>()).add(dependent);
            }
        }
        Set<QName> found = new LinkedHashSet<>(changed);
        Deque<QName> open = new ArrayDeque<>(changed);
        Set<QName> more = new HashSet<>();
        while (!open.isEmpty()) {
            QName unit = open.remove();
            more.addAll(loose.getOrDefault(unit, Set.of()));
            for (QName dependent : firm.getOrDefault(unit, Set.of())) {
                if (found.add(dependent)) {
                    open.add(dependent);
                }
            }
        }
        List<String> names = gone.stream()
                .map(o -> o.kind() == ObjectKind.FUNCTION ? o.name().replaceFirst("\\(.*", "") : OtherNames.bare(o))
                .toList();
        Set<QName> all = new LinkedHashSet<>(sources.units().withDependants(found, names));
        all.addAll(more);
        all.retainAll(sources.hashes().keySet());
        return all;
    }

    /** The declared catalog: what is in step as it is in the database, the rest as a shadow shows it; {@code part} null where there is no rest. */
    Catalog declared(@Nullable Catalog part) {
        Catalog other = part == null ? Catalog.empty(live.serverVersion()) : part;
        Predicate<ObjectName> proved = object -> proves(object, live);
        List<CatalogObject> objects = new ArrayList<>(schemas(other));
        // A stand-in, and what hangs on one, may be in the shadow, too.
        other.objects().stream()
                .filter(o -> !(o instanceof SchemaInfo) && !proved.test(o.object()))
                .forEach(objects::add);
        live.objects().stream()
                .filter(o -> !(o instanceof SchemaInfo) && proved.test(o.object()))
                .forEach(objects::add);
        Set<Dependency> dependencies = new LinkedHashSet<>(other.dependencies());
        live.dependencies().stream().filter(d -> proved.test(d.dependent())).forEach(dependencies::add);
        return new Catalog(live.serverVersion(), objects, dependencies);
    }

    /** A schema that no statement is about has no comment. */
    private Collection<SchemaInfo> schemas(Catalog part) {
        SortedMap<String, SchemaInfo> schemas = new TreeMap<>();
        for (String name : schema.schemas()) {
            QName unit = new QName(name, name);
            boolean said = sources.units().statements(unit).stream()
                    .anyMatch(d -> d.target() != null && d.target().kind() == ObjectKind.SCHEMA);
            SchemaInfo there = live.schemas().get(name);
            SchemaInfo shadowed = part.schemas().get(name);
            boolean inStep = said && !rest.contains(unit) && there != null;
            if (inStep) {
                schemas.put(name, there);
            } else if (shadowed != null) {
                schemas.put(name, shadowed);
            } else {
                schemas.put(name, new SchemaInfo(name, there == null ? "" : there.owner(), null));
            }
        }
        return schemas.values();
    }
}
