package dev.tidemark.compare;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.diff.Diff;
import dev.tidemark.diff.DiffInput;
import dev.tidemark.diff.Differ;
import dev.tidemark.plan.Planner;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.PendingStep;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.plan.rows.DeclaredRows;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.DataStep;
import dev.tidemark.schema.Hint;
import dev.tidemark.shadow.Shadow;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes both declarations in shadows, one after the other, and plans the way from the first to the second as if no table held a row but the lookup rows of the
 * first.
 */
public final class Comparison {
    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private final Connection work;
    private final CompiledSchema from;
    private final CompiledSchema to;
    private final Duration timeout;

    private Comparison(Connection work, CompiledSchema from, CompiledSchema to, Duration timeout) {
        this.work = work;
        this.from = from;
        this.to = to;
        this.timeout = timeout;
    }

    /**
     * What turns one declaration into the other; everything of the first that the second does not declare is dropped. Privileges are not compared; extensions
     * and whole schemas that only one of them has are notes.
     *
     * @param work a connection without an open transaction; its role needs CREATE on the database, where nothing stays
     * @param timeout for each statement; at least 1 ms
     * @param lockTimeout of the statements that take strong locks
     */
    public static Plan plan(
            Connection work, CompiledSchema from, CompiledSchema to, Duration timeout, Duration lockTimeout)
            throws SQLException {
        return new Comparison(work, from.withoutPrivileges(), to.withoutPrivileges(), timeout).plan(lockTimeout);
    }

    private Plan plan(Duration lockTimeout) throws SQLException {
        Catalog before = catalog(from);
        Catalog after = catalog(to);
        Set<ObjectName> all = new TreeSet<>(Fingerprints.of(before).keySet());
        List<Hint> hints = new ArrayList<>();
        to.statements().forEach(statement -> hints.addAll(statement.hints()));
        Diff diff = Differ.diff(new DiffInput(before, after, all, hints, Map.of(), Map.of()));
        PlanInput.Policy policy = new PlanInput.Policy(
                Mode.AUTO, EnumSet.allOf(Hazard.class), true, true, NO_LIMIT, lockTimeout, "", Set.of());
        PlanInput input = new PlanInput(to, version(), diff, before, after, Facts.none(), policy).running(newSteps());
        Plan plan = Planner.plan(input.knowing(DeclaredRows.facts(input, from.lookupRows())));
        List<String> notes = new ArrayList<>(plan.notes());
        onlyBefore(notes);
        onlyOne(notes, ObjectKind.EXTENSION);
        onlyOne(notes, ObjectKind.SCHEMA);
        return new Plan(
                plan.app(), plan.hash(), plan.serverVersion(), plan.entries(), plan.batches(), plan.problems(), notes);
    }

    /** Data steps that a database which has run all of the first would still run. */
    private List<PendingStep> newSteps() {
        Map<String, String> ran = new HashMap<>();
        from.dataSteps().forEach(step -> ran.put(step.name(), step.hash()));
        return to.dataSteps().stream()
                .filter(step -> !step.hash().equals(ran.get(step.name())))
                .map(step -> new PendingStep(step, ran.containsKey(step.name())))
                .toList();
    }

    /** Rows and steps that are declared no more: nothing has to run for that. */
    private void onlyBefore(List<String> notes) {
        Set<String> tables = to.lookupRows().stream()
                .map(rows -> rows.schema() + "." + rows.table())
                .collect(Collectors.toSet());
        from.lookupRows().stream()
                .filter(rows -> !tables.contains(rows.schema() + "." + rows.table()))
                .forEach(rows -> notes.add("lookup rows of " + rows.table() + " are in the first only"));
        Set<String> steps = to.dataSteps().stream().map(DataStep::name).collect(Collectors.toSet());
        from.dataSteps().stream()
                .filter(step -> !steps.contains(step.name()))
                .forEach(step -> notes.add("data step " + step.name() + " is in the first only"));
    }

    private Catalog catalog(CompiledSchema schema) throws SQLException {
        DatabaseMetaData server = work.getMetaData();
        return schema.statements().isEmpty()
                ? Catalog.empty(server.getDatabaseMajorVersion() * 10000 + server.getDatabaseMinorVersion())
                : Shadow.load(work, schema, timeout).catalog();
    }

    private void onlyOne(List<String> notes, ObjectKind kind) {
        Set<String> before = made(from, kind);
        Set<String> after = made(to, kind);
        before.stream()
                .filter(name -> !after.contains(name))
                .forEach(name -> notes.add(kind.label() + " " + name + " is in the first only"));
        if (kind == ObjectKind.EXTENSION) {
            after.stream()
                    .filter(name -> !before.contains(name))
                    .forEach(name -> notes.add(kind.label() + " " + name + " is in the second only"));
        }
    }

    private static Set<String> made(CompiledSchema schema, ObjectKind kind) {
        Set<String> names = new TreeSet<>();
        schema.statements().forEach(statement -> {
            ObjectName made = statement.creates();
            if (made != null && made.kind() == kind) {
                names.add(made.name());
            }
        });
        return names;
    }

    private String version() throws SQLException {
        String version = work.getMetaData().getDatabaseProductVersion();
        int blank = version.indexOf(' ');
        return blank < 0 ? version : version.substring(0, blank);
    }
}
