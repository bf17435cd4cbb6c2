package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.AccessReader;
import dev.tidemark.diff.AccessDiff;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Diff;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.shadow.ShadowResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who may do what, compared where the declaration speaks of it, or where all privileges are managed. */
final class AccessSurvey {
    /** What a declaration says of privileges. */
    record Declared(SortedMap<ObjectName, AccessList> lists, List<Problem> problems, List<String> notes) {
        /** Nothing is known: nothing is compared. */
        static final Declared NONE = new Declared(Collections.emptySortedMap(), List.of(), List.of());

        static Declared of(ShadowResult shadow) {
            return new Declared(shadow.access(), shadow.problems(), shadow.notes());
        }
    }

    private final CompiledSchema schema;
    private final SyncOptions options;
    private final SortedMap<ObjectName, AccessList> declared;
    private final List<Problem> problems;
    private final List<String> notes;
    private SortedSet<String> unmanaged = new TreeSet<>();

    AccessSurvey(CompiledSchema schema, SyncOptions options, Declared declared) {
        this.schema = schema;
        this.options = options;
        this.declared = new TreeMap<>(declared.lists());
        this.declared.keySet().removeIf(object -> !isDeclared(object));
        this.problems = declared.problems();
        this.notes = declared.notes();
    }

    /** Foreign servers and their wrappers are read whether anybody declares them or not. */
    private boolean isDeclared(ObjectName object) {
        return object.kind() != ObjectKind.OTHER
                || object.name().startsWith(AccessList.DEFAULTS)
                || schema.statements().stream().anyMatch(d -> object.equals(d.creates()))
                || schema.privileges().all().stream().anyMatch(d -> object.equals(d.target()));
    }

    /** What has to be granted and revoked; one round trip where privileges are managed, else none. */
    List<Change> changes(Connection work, Diff diff) throws SQLException {
        if (declared.isEmpty()) {
            return List.of();
        }
        SortedMap<ObjectName, AccessList> live = AccessReader.readAlone(work, schema.schemas());
        String self = currentUser(work);
        String creator = options.owner() == null ? self : options.owner();
        boolean all = options.privileges() == SyncOptions.Privileges.ALL;
        AccessDiff.Scope scope = new AccessDiff.Scope(
                all,
                schema.privileges().roles(),
                Set.copyOf(options.runtimeRoles()),
                creator,
                all || schema.privileges().haveDefaults());
        AccessDiff.Result result = AccessDiff.diff(live, declared, scope, diff.changes());
        unmanaged = result.unmanaged();
        return result.changes();
    }

    List<Problem> problems() {
        return problems;
    }

    List<String> notes() {
        List<String> all = new ArrayList<>(schema.notes());
        all.addAll(notes);
        if (!unmanaged.isEmpty()) {
            all.add("privileges of " + String.join(", ", unmanaged)
                    + " are not managed: the declaration names no such role (--privileges=all manages everybody's)");
        }
        return all;
    }

    private static String currentUser(Connection work) throws SQLException {
        try (Statement statement = work.createStatement();
                ResultSet row = statement.executeQuery("select current_user::text")) {
            row.next();
            return row.getString(1);
        }
    }
}
