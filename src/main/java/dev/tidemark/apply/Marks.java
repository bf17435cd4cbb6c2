package dev.tidemark.apply;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.control.CatalogMark;
import dev.tidemark.control.ControlTables;
import dev.tidemark.diff.Diff;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.identity.Identity;
import dev.tidemark.schema.CompiledSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a look that left nothing to do marks in the record, and what the next one takes from it: while neither the catalogs of the database nor the record have been
 * changed since, there is nothing to do, and one statement says so.
 */
record Marks(Identity identity, SyncOptions options) {
    /** Of what is marked: to be raised where other things than before decide whether anything is to do. */
    private static final String FORMAT = "m1";

    /** What is to be marked; null where something is left to do or to say, or where rows decide. */
    CatalogMark.@Nullable Seen of(CompiledSchema schema, String digest, Plan plan, Diff rest) {
        boolean settled =
                plan.isEmpty() && plan.notes().isEmpty() && rest.changes().isEmpty();
        return settled ? of(schema, digest, plan.fingerprint()) : null;
    }

    /** The same for what was made out of nothing. */
    CatalogMark.@Nullable Seen of(CompiledSchema schema, String digest, String fingerprint) {
        boolean rowsDecide =
                !schema.dataSteps().isEmpty() || !schema.lookupRows().isEmpty();
        return rowsDecide || digest.isEmpty()
                ? null
                : new CatalogMark.Seen(scope(), digest, CatalogReader.digestQuery(), fingerprint);
    }

    /** What the record says of the present state of the catalogs; nothing where it may not be asked. */
    CatalogMark.Answer ask(Connection work, ControlTables control) throws SQLException {
        if (options.force()) {
            return CatalogMark.Answer.NONE;
        }
        try {
            return control.inStep(
                    work, identity.app(), scope(), CatalogReader.rowsFormat(), CatalogReader.digestQuery());
        } catch (SQLException e) {
            if (ControlTables.isMissing(e) || SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return CatalogMark.Answer.NONE;
            }
            throw e;
        }
    }

    /** The plan of a database that is as it was when it was marked; empty where it is not. */
    Optional<Plan> plan(CatalogMark.Answer answer, Connection work) throws SQLException {
        String version = Surveyor.serverVersion(work);
        return answer.inStep().map(inStep -> plan(inStep, version));
    }

    /** What is to be kept of a look; null where it cannot be. */
    static CatalogMark.@Nullable Kept kept(CatalogReader.@Nullable Look look, String digest) {
        String rows = look == null ? null : look.rows();
        return rows == null || digest.isEmpty()
                ? null
                : new CatalogMark.Kept(CatalogReader.rowsFormat(), digest, CatalogReader.digestQuery(), rows);
    }

    private Plan plan(CatalogMark.InStep inStep, String serverVersion) {
        List<Plan.Entry> entries = inStep.objects().stream().map(Marks::inSync).toList();
        return new Plan(identity.app(), identity.hash(), serverVersion, entries, List.of(), List.of(), List.of())
                .withFingerprint(inStep.fingerprint());
    }

    private static Plan.Entry inSync(ObjectName object) {
        return new Plan.Entry(object, Plan.Action.IN_SYNC, null, List.of(), OptionalLong.empty(), OptionalLong.empty());
    }

    /** The declaration, and whatever decides what is compared with it and how. */
    private String scope() {
        return Stream.of(
                        FORMAT,
                        Fingerprints.FORMAT,
                        Instance.toolVersion(),
                        identity.hash(),
                        options.privileges(),
                        options.adopt(),
                        options.schemas(),
                        options.renames(),
                        options.owner(),
                        options.runtimeRoles())
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
