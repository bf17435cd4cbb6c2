package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.FingerprintCache;
import dev.tidemark.catalog.QName;
import dev.tidemark.control.CatalogMark;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.DataStepRecord;
import dev.tidemark.control.Inventory;
import dev.tidemark.control.Managed;
import dev.tidemark.control.Script;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Changed;
import dev.tidemark.diff.Diff;
import dev.tidemark.identity.Identity;
import dev.tidemark.lease.Lease;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Hint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down what was proved, in one fenced transaction: the version, its text, every object with its fingerprint. */
final class Recorder {
    private final Connection work;
    private final Lease lease;
    private final Identity identity;
    private final CompiledSchema schema;
    private final SyncOptions options;
    private final ControlTables control;
    private final Deadline deadline;
    private boolean asKnown;

    Recorder(
            Connection work,
            Lease lease,
            Identity identity,
            CompiledSchema schema,
            SyncOptions options,
            ControlTables control,
            Deadline deadline) {
        this.work = work;
        this.lease = lease;
        this.identity = identity;
        this.schema = schema;
        this.options = options;
        this.control = control;
        this.deadline = deadline;
    }

    /** Says that the rows of the record are those that are known: nothing was remembered there since they were read. */
    Recorder asKnown(boolean untouched) {
        asKnown = untouched && !options.force();
        return this;
    }

    void current(
            Survey survey,
            Catalog live,
            Inventory known,
            FingerprintCache fingerprints,
            Sources sources,
            List<DataStepRecord.Key> notNeeded,
            int withheld,
            int deferred,
            Diff rest,
            String reason,
            CatalogMark.@Nullable Seen mark,
            CatalogMark.@Nullable Kept kept)
            throws SQLException {
        Script script = control.script();
        add(script, survey.declared(), live, known, fingerprints, sources, withheld, deferred, rest, reason, mark);
        script.keep(identity.app(), kept);
        script.dataSteps(identity.app(), lease.term(), Instance.name(), DataStepRecord.Outcome.NOT_NEEDED, notNeeded);
        Fenced.commit(work, lease, deadline, script);
    }

    /** The same for what was made out of nothing, to be run in the transaction that made it. */
    void first(Script script, Catalog made, CatalogMark.@Nullable Seen mark, CatalogMark.@Nullable Kept kept) {
        Diff nothing = new Diff(List.of(), List.of(), List.of());
        Sources sources = new Sources(schema, made.major());
        add(script, made, made, Inventory.NONE, new FingerprintCache(), sources, 0, 0, nothing, "", mark);
        script.keep(identity.app(), kept);
    }

    private void add(
            Script script,
            Catalog declared,
            Catalog live,
            Inventory known,
            FingerprintCache fingerprints,
            Sources sources,
            int withheld,
            int deferred,
            Diff rest,
            String reason,
            CatalogMark.@Nullable Seen mark) {
        SortedMap<ObjectName, String> there = fingerprints.of(live);
        Map<ObjectName, Managed> rows =
                rows(declared, fingerprints.of(declared).keySet(), sources, there, rest, known.managed());
        Set<ObjectName> beside = beside(there.keySet(), rows.keySet(), known);
        script.current(identity, schema.text(), withheld, deferred, reason, Instance.name(), Instance.toolVersion());
        if (asKnown) {
            script.objects(identity.app(), known, rows, beside);
        } else {
            script.objects(identity.app(), rows, beside);
        }
        script.mark(identity.app(), mark).pruneJournal(identity.app());
    }

    /** Every declared object that is there, and every one that was managed and is still there (its drop was withheld). */
    private Map<ObjectName, Managed> rows(
            Catalog catalog,
            Set<ObjectName> declared,
            Sources sources,
            SortedMap<ObjectName, String> fingerprints,
            Diff rest,
            Map<ObjectName, Managed> known) {
        Map<ObjectName, String> hashes = hashes(declared, catalog, sources, rest);
        Map<ObjectName, String> previous = previous(declared, known);
        Set<ObjectName> managed = underPresentNames(known.keySet(), fingerprints.keySet());
        Map<ObjectName, Managed> rows = new TreeMap<>();
        fingerprints.forEach((object, fingerprint) -> {
            if (declared.contains(object) || managed.contains(object)) {
                String source = hashes.getOrDefault(object, "");
                rows.put(object, new Managed(source, fingerprint, previous.get(object)));
            }
        });
        Set<ObjectName> externals = externals();
        rows.keySet().removeIf(object -> externals.contains(Scope.standing(object)));
        return rows;
    }

    /**
     * What nobody declares or manages, and is there beside what is managed: known from now on where it is found together with its table (an adoption), where
     * it is to be dropped ({@code adopt = SCHEMA}), or where a forced sync takes all as it is. What appears later is drift until it goes or is declared.
     */
    private Set<ObjectName> beside(Set<ObjectName> there, Set<ObjectName> managed, Inventory known) {
        Scope now = Scope.of(managed, schema, options);
        Scope before = Scope.of(known.managed().keySet(), schema, options);
        boolean all = options.force()
                || options.adopt() == SyncOptions.Adopt.SCHEMA
                || !options.schemas().isEmpty();
        Set<ObjectName> beside = new TreeSet<>();
        for (ObjectName object : there) {
            boolean nobodys = !managed.contains(object) && !known.foreign().containsKey(object) && now.holds(object);
            if (nobodys && (all || known.beside().contains(object) || !before.holds(object))) {
                beside.add(object);
            }
        }
        return beside;
    }

    /** What belongs to a table, view or type that was renamed, and whose own drop was withheld, is there under the new name. */
    private Set<ObjectName> underPresentNames(Set<ObjectName> known, Set<ObjectName> there) {
        Set<ObjectName> names = new TreeSet<>(known);
        for (Hint.Renamed hint : renames()) {
            ObjectName now = hint.object();
            for (ObjectName object : known) {
                boolean belongs = now.member().isEmpty()
                        && !object.member().isEmpty()
                        && object.schema().equals(now.schema())
                        && object.name().equals(hint.from());
                if (belongs && !there.contains(object)) {
                    names.add(now.member(object.kind(), object.member()));
                }
            }
        }
        return names;
    }

    private List<Hint.Renamed> renames() {
        return schema.statements().stream()
                .flatMap(s -> s.hints().stream())
                .filter(Hint.Renamed.class::isInstance)
                .map(Hint.Renamed.class::cast)
                .toList();
    }

    /** A rename is remembered for as long as the new name lives, also when its hint is taken out of the declaration later. */
    private Map<ObjectName, String> previous(Set<ObjectName> declared, Map<ObjectName, Managed> known) {
        Map<ObjectName, String> previous = new HashMap<>();
        known.forEach((object, row) -> {
            @Nullable String before = row.previousName();
            if (before != null && !declared.contains(Names.renamed(object, before))) {
                previous.put(object, before);
            }
        });
        renames().forEach(renamed -> previous.put(renamed.object(), renamed.from()));
        return previous;
    }

    private Set<ObjectName> externals() {
        return schema.statements().stream()
                .flatMap(s -> s.hints().stream())
                .filter(Hint.External.class::isInstance)
                .map(Hint::object)
                .map(Scope::standing)
                .collect(Collectors.toSet());
    }

    /** The source hashes of what stands by itself, was proved to be what its statements say, and so need not be looked at again while both stay as they are. */
    private static Map<ObjectName, String> hashes(
            Set<ObjectName> declared, Catalog catalog, Sources sources, Diff rest) {
        Set<QName> differing = new HashSet<>();
        for (Change change : rest.changes()) {
            for (ObjectName object : Changed.by(change)) {
                differing.add(QName.of(object));
                @Nullable QName unit = sources.unit(object, catalog);
                if (unit != null) {
                    differing.add(unit);
                }
            }
        }
        Map<ObjectName, String> hashes = new HashMap<>();
        for (ObjectName object : declared) {
            if (object.member().isEmpty()) {
                @Nullable QName unit = sources.unit(object, catalog);
                if (unit != null && !differing.contains(unit)) {
                    hashes.put(object, Objects.requireNonNull(sources.hashes().get(unit)));
                } else if (unit == null && object.kind() != ObjectKind.SCHEMA) {
                    hashes.put(object, Sources.UNKNOWN);
                }
            }
        }
        return hashes;
    }
}
