package dev.tidemark.apply;

import dev.tidemark.DriftReport;
import dev.tidemark.DriftReport.Drifted;
import dev.tidemark.DriftReport.What;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.InProgress;
import dev.tidemark.control.Inventory;
import dev.tidemark.control.Version;
import dev.tidemark.control.VersionOrder;
import dev.tidemark.diff.Change;
import dev.tidemark.lease.Lease;
import dev.tidemark.lease.LeaseStatus;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.SchemaReader;
import dev.tidemark.shadow.Shadow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the live catalog with the record: fingerprints first, and only where one differs a shadow of the recorded text, which says whether that is drift
 * and what would bring it back. Changes nothing and takes no lease; a record that is written meanwhile is looked at again.
 */
final class DriftCheck {
    private static final int LOOKS = 3;

    /** The oldest major version of a server that Tidemark knows. */
    private static final int OLDEST = 14;

    private final Connection work;
    private final Task task;
    private final SyncOptions options;
    private final ControlTables control;
    private final Deadline deadline;

    DriftCheck(Connection work, Task task, SyncOptions options, ControlTables control, Deadline deadline) {
        this.work = work;
        this.task = task;
        this.options = options;
        this.control = control;
        this.deadline = deadline;
    }

    DriftReport report() throws SQLException {
        HotState state = hotRead();
        for (int look = 1; ; look++) {
            Version current = state.current();
            if (current == null) {
                return report(DriftReport.Status.NEVER_SYNCED, state, List.of(), null, lease());
            }
            Look found = look(state, current);
            if (found.drifted().isEmpty()) {
                return report(DriftReport.Status.IN_STEP, state, List.of(), null, found.lease());
            }
            HotState after = hotRead();
            if (look == LOOKS || sameRecord(current, after.current())) {
                return report(DriftReport.Status.DRIFTED, state, found.drifted(), found.wayBack(), found.lease());
            }
            state = after;
        }
    }

    /** What one look found. */
    private record Look(List<Drifted> drifted, @Nullable Plan wayBack, LeaseStatus lease) {}

    private Look look(HotState state, Version current) throws SQLException {
        String app = task.identity().app();
        CompiledSchema recorded = Task.recorded(app, current.hash(), control.loadText(work, app, current.hash()));
        Inventory inventory = control.inventory(work, app);
        List<Change.AddOther> extensions = new ArrayList<>();
        Catalog live = live(recorded, inventory, extensions);
        LeaseStatus lease = lease();
        SortedMap<ObjectName, What> drifted = differing(recorded, inventory, live);
        RowDrift rows = RowDrift.of(work, recorded, live, current.withheld() > 0, options, deadline);
        if (drifted.isEmpty() && extensions.isEmpty() && rows.words().isEmpty()) {
            return new Look(List.of(), null, lease);
        }
        Catalog declared;
        try {
            declared = Shadow.load(work, recorded, deadline.left()).catalog();
        } catch (TidemarkException e) {
            return withoutShadow(e, recorded, drifted, extensions, live, lease);
        }
        removeEqual(drifted, live, declared);
        @Nullable String begun = unfinished(state, lease);
        if (begun != null) {
            rows = removeWorkOf(begun, drifted, live, recorded, rows);
        }
        extensions.forEach(missing -> drifted.put(missing.object().name(), What.VANISHED));
        if (drifted.isEmpty() && rows.words().isEmpty()) {
            return new Look(List.of(), null, lease);
        }
        WayBack wayBack = new WayBack(recorded, inventory, live, declared, extensions, drifted, rows, options);
        Plan plan = wayBack.plan(work);
        return new Look(new DriftWords(live, declared, drifted, plan, rows).objects(), plan, lease);
    }

    /**
     * Where PostgreSQL refuses the recorded text now, since somebody took away what it needs (a type of an extension, a role), the fingerprints alone tell; the
     * way back then begins with what is refused.
     */
    private Look withoutShadow(
            TidemarkException refused,
            CompiledSchema recorded,
            SortedMap<ObjectName, What> drifted,
            List<Change.AddOther> extensions,
            Catalog live,
            LeaseStatus lease)
            throws SQLException {
        if (!refused.code().equals("TDM-103") || drifted.isEmpty()) {
            throw refused;
        }
        extensions.forEach(missing -> drifted.put(missing.object().name(), What.VANISHED));
        Plan none = new Plan(
                recorded.app(),
                recorded.hash(),
                Surveyor.serverVersion(work),
                List.of(),
                List.of(),
                refused.problems(),
                List.of());
        return new Look(new DriftWords(live, live, drifted, none, RowDrift.none()).objects(), none, lease);
    }

    private Catalog live(CompiledSchema recorded, Inventory inventory, List<Change.AddOther> extensions)
            throws SQLException {
        Set<String> schemas = new TreeSet<>(recorded.schemas());
        inventory.managed().keySet().forEach(object -> schemas.add(object.schema()));
        Catalog live = CatalogReader.readAlone(work, schemas);
        extensions.addAll(new ExtensionSurvey(recorded).missing(work));
        return live;
    }

    /** What is not as the record has it. */
    private SortedMap<ObjectName, What> differing(CompiledSchema recorded, Inventory inventory, Catalog live) {
        SortedMap<ObjectName, String> there = asRecorded(live, inventory);
        SortedMap<ObjectName, What> differing = new TreeMap<>();
        inventory.managed().forEach((object, row) -> {
            String now = there.get(object);
            if (now == null) {
                differing.put(object, What.VANISHED);
            } else if (!now.equals(row.fingerprint())) {
                differing.put(object, What.CHANGED);
            }
        });
        Scope scope = Scope.of(inventory.managed().keySet(), recorded, options);
        for (ObjectName object : there.keySet()) {
            boolean known = inventory.managed().containsKey(object)
                    || inventory.beside().contains(object)
                    || inventory.foreign().containsKey(object);
            if (!known && scope.holds(object)) {
                differing.put(object, What.APPEARED);
            }
        }
        return differing;
    }

    /** The fingerprints of what is there; after an upgrade of the server, under the version that recorded. */
    private static SortedMap<ObjectName, String> asRecorded(Catalog live, Inventory inventory) {
        SortedMap<ObjectName, String> now = Fingerprints.of(live);
        SortedMap<ObjectName, String> tried = now;
        for (int major = live.major(); major >= OLDEST && !inventory.managed().isEmpty(); major--) {
            tried = major == live.major() ? now : Fingerprints.of(live, major);
            if (matches(tried, inventory)) {
                return tried;
            }
        }
        return now;
    }

    private static boolean matches(SortedMap<ObjectName, String> there, Inventory inventory) {
        return inventory.managed().entrySet().stream()
                .anyMatch(row -> row.getValue().fingerprint().equals(there.get(row.getKey())));
    }

    /** What is as a declaration has it is in step with that, whoever made it so. */
    private static void removeEqual(SortedMap<ObjectName, What> drifted, Catalog live, Catalog declared) {
        drifted.keySet().removeIf(Fingerprints.sameIn(live, declared));
    }

    /** What a run made before it was cut off is no drift; a declaration that cannot be read made nothing. */
    private RowDrift removeWorkOf(
            String begun, SortedMap<ObjectName, What> drifted, Catalog live, CompiledSchema recorded, RowDrift rows)
            throws SQLException {
        String app = task.identity().app();
        try {
            @Nullable String text = control.loadText(work, app, begun);
            if (text != null) {
                CompiledSchema schema = SchemaReader.read(app, text, "the schema that was begun of " + app);
                removeEqual(
                        drifted,
                        live,
                        Shadow.load(work, schema, deadline.left()).catalog());
                return rows.without(recorded, schema);
            }
        } catch (TidemarkException e) {
            if (e.retriable()) {
                throw e;
            }
        }
        return rows;
    }

    /** The version that the record says is in progress; else that of the last run that began after the record, and is not what is recorded. */
    private static @Nullable String unfinished(HotState state, @Nullable LeaseStatus lease) {
        Version current = state.current();
        InProgress begun = current == null ? null : current.inProgress();
        if (begun != null) {
            return begun.hash();
        }
        if (current == null || lease == null || lease.acquiredAt() == null || current.recordedAt() == null) {
            return null;
        }
        boolean later = lease.acquiredAt().isAfter(current.recordedAt());
        return later && !current.hash().equals(lease.hash()) ? lease.hash() : null;
    }

    private static boolean sameRecord(Version before, @Nullable Version after) {
        return after != null
                && before.hash().equals(after.hash())
                && Objects.equals(before.recordedAt(), after.recordedAt());
    }

    private HotState hotRead() throws SQLException {
        return control.hotRead(work, task.identity().app(), task.identity().hash());
    }

    private LeaseStatus lease() throws SQLException {
        return Lease.peek(control, work, task.identity().app());
    }

    private DriftReport report(
            DriftReport.Status status,
            HotState state,
            List<Drifted> objects,
            @Nullable Plan wayBack,
            LeaseStatus lease) {
        Version current = state.current();
        return new DriftReport(
                status,
                task.identity().app(),
                task.identity().hash(),
                code(state),
                current == null ? null : current.hash(),
                current == null ? null : current.recordedAt(),
                current == null ? null : current.recordedBy(),
                objects,
                wayBack,
                current == null ? 0 : current.withheld(),
                current == null ? 0 : current.deferred(),
                unfinished(state, lease),
                lease.held() ? lease.holder() : null,
                deadline.elapsed());
    }

    private DriftReport.Code code(HotState state) {
        return switch (VersionOrder.decide(task.identity(), state, false).kind()) {
            case UP_TO_DATE -> DriftReport.Code.SAME;
            case SUPERSEDED -> DriftReport.Code.OLDER;
            case SYNC, BLOCKED_BY_PEER -> DriftReport.Code.NEWER;
        };
    }
}
