package dev.tidemark.apply;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.AccessReader;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.FingerprintCache;
import dev.tidemark.control.CatalogMark;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.Inventory;
import dev.tidemark.control.Managed;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Diff;
import dev.tidemark.diff.DiffInput;
import dev.tidemark.diff.Differ;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.lease.Lease;
import dev.tidemark.plan.Planner;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.plan.model.Questions;
import dev.tidemark.plan.model.Rights;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Hint;
import dev.tidemark.shadow.Shadow;
import dev.tidemark.shadow.ShadowResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at a database: shadow, live catalog, diff, the rows that matter, plan. Changes nothing. */
final class Surveyor {
    private final Connection work;
    private final CompiledSchema schema;
    private final SyncOptions options;
    private final ControlTables control;
    private final Deadline deadline;
    private @Nullable Inventory known;
    private @Nullable Boolean online;
    private @Nullable Catalog first;
    private final LiveSide side;
    private FingerprintCache fingerprints = new FingerprintCache();
    private @Nullable Sources sources;
    private final ManagedSchemas managedSchemas;
    private AccessSurvey access;
    private final DataStepSurvey dataSteps;
    private Looks looks = new Looks();
    private boolean leased;
    private boolean recordHidden;
    private boolean rightsSeen;

    Surveyor(Connection work, CompiledSchema schema, SyncOptions options, ControlTables control, Deadline deadline) {
        this.work = work;
        CompiledSchema read =
                options.privileges() == SyncOptions.Privileges.IGNORE ? schema.withoutPrivileges() : schema;
        this.managedSchemas = new ManagedSchemas(read, options);
        this.schema = read.managing(options.schemas());
        this.options = options;
        this.control = control;
        this.access = new AccessSurvey(this.schema, options, AccessSurvey.Declared.NONE);
        this.deadline = deadline;
        this.dataSteps = new DataStepSurvey(this.schema, options, control);
        this.side = new LiveSide(work, this.schema, options, control);
    }

    /** What the last look found of data steps. */
    DataStepSurvey dataSteps() {
        return dataSteps;
    }

    /** Under the lease it is known already what the record says, and whether the connection is a direct one. */
    Surveyor under(Lease lease, ControlTables.Recorded recorded) {
        known = recorded.inventory();
        side.under(recorded.now());
        leased = true;
        online = (options.direct() != null || lease.direct()) ? Boolean.TRUE : null;
        return this;
    }

    /** A plan leaves behind what it saw, a sync uses it. */
    Surveyor sharing(Looks shared) {
        looks = shared;
        return this;
    }

    /** What the record keeps of the catalogs, and still holds; null where it does not. */
    Surveyor keeping(CatalogMark.@Nullable Now kept) {
        side.keeping(kept);
        return this;
    }

    /** The whole look: a shadow of what the record does not prove to be in step, or of everything. */
    Survey take() throws SQLException {
        OwnSchema.refuse(schema, control.schema());
        Looks.Seen last = leased ? looks.take(schema, options, known()) : null;
        if (last != null) {
            side.hasSeen(last);
            fingerprints = last.fingerprints();
            sources = last.sources();
        }
        Catalog live = live();
        first = null;
        if (last != null && isStill(last.live(), live)) {
            access = new AccessSurvey(schema, options, last.access());
            return compare(last.declared(), live);
        }
        AccessSurvey.Declared privileges = AccessSurvey.Declared.NONE;
        Catalog declared = byRecord(live);
        if (declared == null) {
            ShadowResult shadow = Shadow.load(work, schema, deadline.left(), needsAccess());
            privileges = AccessSurvey.Declared.of(shadow);
            declared = shadow.catalog();
        }
        access = new AccessSurvey(schema, options, privileges);
        Catalog managed = managedSchemas.declared(declared);
        if (!leased) {
            looks.remember(
                    schema,
                    options,
                    known(),
                    live,
                    managed,
                    privileges,
                    side.seenDigest(),
                    fingerprints,
                    sources(live.major()));
        }
        return provingRecord(compare(managed, live));
    }

    private boolean isStill(Catalog last, Catalog live) {
        return last.serverVersion() == live.serverVersion()
                && fingerprints(last).equals(fingerprints(live));
    }

    /** The hashes of what is declared, for a server of this major version. */
    Sources sources(int major) {
        Sources known = sources;
        if (known == null || known.major() != major) {
            known = new Sources(schema, major);
            sources = known;
        }
        return known;
    }

    /** A full look that was asked for says where the record is wrong. */
    private Survey provingRecord(Survey survey) throws SQLException {
        InStep inStep = options.force() ? inStep(survey.live()) : null;
        if (inStep == null || inStep.isNothing()) {
            return survey;
        }
        List<String> notes = RecordCheck.disagreements(inStep, survey.diff(), survey.live()).stream()
                .map(problem -> problem.code() + " " + problem.headline())
                .toList();
        return notes.isEmpty()
                ? survey
                : new Survey(survey.live(), survey.declared(), survey.diff(), withNotes(survey.plan(), notes));
    }

    /** The live side as it was before anything was looked at, for this look and the one that follows. */
    Catalog live() throws SQLException {
        Catalog read = first;
        if (read == null) {
            read = side.read(known(), null);
            first = read;
        }
        return read;
    }

    /** The next look reads everything again. */
    void forget() {
        first = null;
        rightsSeen = false;
    }

    /** The declaration, with the schemas and without the privileges that the options say. */
    CompiledSchema schema() {
        return schema;
    }

    /** What a plan into nothing asks the server, before anything is made. */
    record Ground(String serverVersion, PlanInput.Policy policy, Rights rights) {}

    Ground ground(Catalog live) throws SQLException {
        return new Ground(serverVersion(work), policy(), rights(live));
    }

    /** The plan from nothing to what is declared, asking nothing; null where it would have to ask about rows. */
    @Nullable
    Plan fromNothing(Catalog live, Catalog declared, List<Change> extensions, Ground ground) {
        Diff diff = Differ.diff(new DiffInput(live, declared, Set.of(), schemaHints(), Map.of(), Map.of()))
                .with(extensions, List.of());
        PlanInput input = new PlanInput(
                schema, ground.serverVersion(), diff, live, declared, Facts.none(), ground.policy(), ground.rights());
        if (!Planner.questions(input).questions().isEmpty()) {
            return null;
        }
        Plan plan = Planner.plan(input);
        return withNotes(plan, access.notes())
                .withFingerprint(ApprovedPlanCheck.fingerprint(live, Inventory.NONE))
                .withDiagram(DiagramDrawing.of(live, declared, diff, plan));
    }

    private boolean needsAccess() {
        return options.privileges() == SyncOptions.Privileges.ALL
                || !schema.privileges().isEmpty();
    }

    private InStep inStep(Catalog live) throws SQLException {
        return new InStep(schema, sources(live.major()), known(), live, fingerprints(live));
    }

    /** The declared catalog with what the record proves, null where all has to be looked at. */
    private @Nullable Catalog byRecord(Catalog live) throws SQLException {
        if (needsAccess() || options.force()) {
            return null;
        }
        InStep inStep = inStep(live);
        if (inStep.isNothing()) {
            return null;
        }
        if (inStep.rest().isEmpty()) {
            return inStep.declared(null);
        }
        try {
            return inStep.declared(
                    Shadow.load(work, schema, deadline.left(), inStep.sources().units(), inStep.rest()));
        } catch (TidemarkException e) {
            if (e.retriable()) {
                throw e;
            }
            // Stand-ins do not suffice, or the declaration is wrong: a shadow of everything tells which.
            return null;
        }
    }

    /** A look at the live side only, against a declared catalog that is known already. */
    Survey compare(Catalog declared, @Nullable ScopedLook scoped) throws SQLException {
        return compare(declared, side.read(known(), scoped));
    }

    private Survey compare(Catalog declared, Catalog live) throws SQLException {
        Inventory inventory = known();
        Map<ObjectName, Managed> known = inventory.managed();
        List<Change> extensions = new ArrayList<>(new ExtensionSurvey(schema).changes(work));
        List<Problem> misfits = new ArrayList<>(new ViewRecords(schema, declared).check(work));
        if (schema.statements().isEmpty()
                && options.schemas().isEmpty()
                && (!known.isEmpty() || options.adopt() == SyncOptions.Adopt.SCHEMA)) {
            misfits.add(nothingDeclared(known.size()));
        }
        Diff diff = Differ.diff(new DiffInput(
                        live, declared, managed(known, live), schemaHints(), renamedAway(known), inventory.foreign()))
                .with(extensions, misfits)
                .with(managedSchemas.drops(work, live, inventory.foreign().keySet()), List.of());
        diff = diff.with(access.changes(work, diff), access.problems());
        String version = serverVersion(work);
        PlanInput.Policy policy = policy();
        PlanInput input = new PlanInput(schema, version, diff, live, declared, Facts.none(), policy)
                .running(dataSteps.take(work, inventory, live))
                .adopting(recordHidden ? Set.of() : Adopted.of(live, inventory));
        Questions questions = Planner.questions(input);
        Asker asker = new Asker(work, deadline);
        Facts facts = questions.questions().isEmpty() ? Facts.none() : asker.ask(questions);
        PlanInput asked = new PlanInput(schema, version, diff, live, declared, facts, policy, rights(live))
                .running(input.steps())
                .adopting(input.unrecorded());
        Planner.Planned planned = Planner.planned(asked);
        List<String> stepNotes = new ArrayList<>(dataSteps.notes());
        if (dataSteps.changesRowsFirst() && planned.plan().blocked()) {
            Planner.Planned later = Planner.planned(Planner.withoutRows(asked));
            if (!later.plan().blocked()) {
                stepNotes.addAll(DataStepSurvey.lookedAtAgain(planned.plan().problems()));
                asked = Planner.withoutRows(asked);
                planned = later;
            }
        }
        Plan plan = planned.madeAgain().isEmpty()
                ? planned.plan()
                : Planner.plan(asked.with(AccessReader.readAlone(work, schema.schemas())));
        plan = withNotes(plan, stepNotes);
        plan = withNotes(plan, access.notes())
                .withFingerprint(ApprovedPlanCheck.fingerprint(fingerprints(live), inventory));
        plan = plan.withDiagram(DiagramDrawing.of(live, declared, diff, plan));
        plan = withNotes(plan, managedSchemas.notes(work, known.keySet(), live, control.schema()));
        plan = Sizes.of(work, plan, live);
        return new Survey(live, declared, diff, options.review() ? withBlindSpots(plan, asker.denied()) : plan);
    }

    /** Asked for the plan that will run; what is left after it ran is not for want of rights. */
    private Rights rights(Catalog live) throws SQLException {
        if (rightsSeen) {
            return Rights.unknown();
        }
        rightsSeen = true;
        RightsReader reader = new RightsReader(work);
        String owner = options.owner() == null ? "" : options.owner();
        return options.review() ? reader.ofAnother(owner, control.schema(), live) : reader.of(owner, live);
    }

    /** What a login without rights could not look at: the plan is then a little more afraid than the deployer's would be. */
    private Plan withBlindSpots(Plan plan, int denied) {
        List<String> notes = new ArrayList<>(plan.notes());
        if (denied > 0) {
            notes.add("the login that planned may not read rows: " + denied + (denied == 1 ? " question" : " questions")
                    + " about them (values that would be lost, nulls, duplicates, casts) stayed without an answer, and"
                    + " the plan is made as if there could be such rows; a sync looks at them before anything runs");
        }
        if (recordHidden) {
            notes.add("the login that planned may not read what is recorded: what is declared no longer is not shown as"
                    + " dropped, and renames are not remembered   GRANT SELECT ON " + control.table("object")
                    + " TO …");
        }
        return withNotes(plan, notes.subList(plan.notes().size(), notes.size()));
    }

    private static Plan withNotes(Plan plan, List<String> more) {
        List<String> notes = new ArrayList<>(plan.notes());
        notes.addAll(more);
        return plan.withNotes(notes);
    }

    /** What the record says, read once: while the lease is held nobody else writes it. */
    Inventory known() throws SQLException {
        Inventory read = known;
        if (read == null) {
            try {
                read = control.inventory(work, schema.app());
            } catch (SQLException e) {
                recordHidden = options.review() && SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState());
                if (!ControlTables.isMissing(e) && !recordHidden) {
                    throw e;
                }
                // A plan of a database that was never synced: nobody manages anything there.
                read = Inventory.NONE;
            }
            known = read;
        }
        return read;
    }

    private Problem nothingDeclared(int managed) {
        return Problem.of(
                "TDM-222",
                null,
                managed == 0
                        ? "nothing is declared, so there is no declared schema to manage"
                        : "nothing is declared, but " + schema.app() + " manages " + managed
                                + " objects: an empty declaration is taken for a mistake, never for the wish to drop"
                                + " everything",
                schema.origin(),
                null,
                List.of(
                        "look whether the right file was read, and whether the processor ran",
                        "what really is to go: name its schemas by --schemas (TIDEMARK_SCHEMAS), and allow DATA_LOSS"));
    }

    /** The live side, as the last look found it. */
    LiveSide side() {
        return side;
    }

    /** What it knows of fingerprints. */
    FingerprintCache fingerprints() {
        return fingerprints;
    }

    private SortedMap<ObjectName, String> fingerprints(Catalog live) {
        return fingerprints.of(live);
    }

    private List<Hint> schemaHints() {
        List<Hint> hints = new ArrayList<>();
        schema.statements().forEach(s -> hints.addAll(s.hints()));
        return hints;
    }

    private Set<ObjectName> managed(Map<ObjectName, Managed> known, Catalog live) {
        Set<ObjectName> managed = new TreeSet<>(known.keySet());
        known.keySet().forEach(object -> managed.add(side.renamed(object)));
        boolean all = options.adopt() == SyncOptions.Adopt.SCHEMA;
        if (all || !options.schemas().isEmpty()) {
            fingerprints(live).keySet().stream()
                    .filter(object -> options.schemas().contains(object.schema())
                            || (all && schema.schemas().contains(object.schema())))
                    .forEach(managed::add);
        }
        return managed;
    }

    private static Map<ObjectName, String> renamedAway(Map<ObjectName, Managed> known) {
        Map<ObjectName, String> away = new HashMap<>();
        known.forEach((object, row) -> {
            String previous = row.previousName();
            if (previous != null) {
                away.put(Names.renamed(object, previous), Names.own(object));
            }
        });
        return away;
    }

    private PlanInput.Policy policy() throws SQLException {
        Boolean asked = online;
        if (asked == null) {
            asked = options.direct() != null || Connections.isDirect(work) || withoutTimeouts();
            online = asked;
        }
        return new PlanInput.Policy(
                options.mode(),
                options.consent(),
                options.breakingAllowed(),
                asked,
                deadline.left(),
                options.lockTimeout(),
                options.owner() == null ? "" : options.owner(),
                Set.copyOf(options.runtimeRoles()));
    }

    /** Behind a pooler no SET is possible, so a concurrent build runs only where the role has no timeout anyway. */
    private boolean withoutTimeouts() throws SQLException {
        try (Statement statement = work.createStatement();
                ResultSet row = statement.executeQuery("select count(*) = 2 from pg_settings "
                        + "where name in ('statement_timeout', 'lock_timeout') and setting = '0'")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** {@code 16.4}, without what a distribution adds to it. */
    static String serverVersion(Connection work) throws SQLException {
        String version = work.getMetaData().getDatabaseProductVersion();
        int space = version.indexOf(' ');
        return space < 0 ? version : version.substring(0, space);
    }
}
