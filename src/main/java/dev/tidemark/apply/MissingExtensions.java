package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.diff.Change;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Declared extensions that the database does not have.
 *
 * <p>They belong to the whole database, whoever declares them: a missing one is made, and no app manages, alters or drops one.
 */
final class MissingExtensions {
    private final CompiledSchema schema;

    MissingExtensions(CompiledSchema schema) {
        this.schema = schema;
    }

    /** One round trip where any is declared, else none. */
    List<Change.AddOther> find(Connection work) throws SQLException {
        List<ObjectName> declared = schema.statements().stream()
                .map(Declared::creates)
                .filter(Objects::nonNull)
                .filter(object -> object.kind() == ObjectKind.EXTENSION)
                .distinct()
                .toList();
        List<Change.AddOther> missing = new ArrayList<>();
        if (!declared.isEmpty()) {
            Set<String> installed = installed(work);
            declared.stream()
                    .filter(object -> !installed.contains(object.name()))
                    .forEach(object -> missing.add(new Change.AddOther(new OtherObject(object, ""))));
        }
        return missing;
    }

    private static Set<String> installed(Connection work) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = work.createStatement();
                ResultSet rows = statement.executeQuery("select extname from pg_catalog.pg_extension")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
