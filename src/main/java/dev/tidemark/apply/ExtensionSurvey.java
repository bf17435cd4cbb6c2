package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.diff.Change;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.ExtensionText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Declared extensions, compared with those that the database has: a missing one is made, another version, schema or comment is brought about where it is
 * declared. They belong to the whole database, so no app drops one, and nobody touches their members.
 */
final class ExtensionSurvey {
    private static final String QUERY = """
        select x.extname::text, n.nspname::text, x.extversion, x.extrelocatable,
            pg_catalog.obj_description(x.oid, 'pg_extension'),
            (select pg_catalog.string_agg(p.target, ' ' order by p.target)
                from pg_catalog.pg_extension_update_paths(x.extname) p
                where p.source = x.extversion and p.path is not null)
        from pg_catalog.pg_extension x
        join pg_catalog.pg_namespace n on n.oid = x.extnamespace
        where x.extname = any (?)
        """;

    private final CompiledSchema schema;

    ExtensionSurvey(CompiledSchema schema) {
        this.schema = schema;
    }

    private record Installed(
            SortedMap<String, String> attributes, @Nullable String comment) {}

    /** One round trip where any is declared, else none. */
    List<Change> changes(Connection work) throws SQLException {
        Map<ObjectName, Declared> declared = new LinkedHashMap<>();
        schema.statements().forEach(s -> {
            ObjectName made = s.creates();
            if (made != null && made.kind() == ObjectKind.EXTENSION) {
                declared.putIfAbsent(made, s);
            }
        });
        List<Change> changes = new ArrayList<>();
        if (declared.isEmpty()) {
            return changes;
        }
        Map<String, Installed> installed =
                installed(work, declared.keySet().stream().map(ObjectName::name).toList());
        declared.forEach((object, statement) -> {
            Installed there = installed.get(object.name());
            if (there == null) {
                changes.add(new Change.AddOther(new OtherObject(object, "")));
            } else {
                compare(object, statement, there, changes);
            }
            String comment = schema.extensionComments().get(object.name());
            if (comment != null && !comment.equals(there == null ? null : there.comment())) {
                changes.add(new Change.ChangeComment(object, there == null ? null : there.comment(), comment));
            }
        });
        return changes;
    }

    /** Those that are to move to another schema, and may; asked only where the declaration names one. */
    List<Change.ChangeOther> moves(Connection work) throws SQLException {
        boolean named = schema.statements().stream()
                .filter(s -> s.creates() != null && s.creates().kind() == ObjectKind.EXTENSION)
                .anyMatch(s -> ExtensionText.of(s).schema() != null);
        return !named
                ? List.of()
                : changes(work).stream()
                        .filter(Change.ChangeOther.class::isInstance)
                        .map(Change.ChangeOther.class::cast)
                        .filter(c -> Boolean.parseBoolean(c.from().attribute("relocatable"))
                                && !c.from().attribute("schema").equals(c.to().attribute("schema")))
                        .toList();
    }

    /** Only those that the database does not have. */
    List<Change.AddOther> missing(Connection work) throws SQLException {
        return changes(work).stream()
                .filter(Change.AddOther.class::isInstance)
                .map(Change.AddOther.class::cast)
                .toList();
    }

    /** What the statement does not say, is right as it is. */
    private static void compare(ObjectName object, Declared statement, Installed there, List<Change> changes) {
        ExtensionText text = ExtensionText.of(statement);
        SortedMap<String, String> wanted = new TreeMap<>(there.attributes());
        if (text.schema() != null) {
            wanted.put("schema", text.schema());
        }
        if (text.version() != null) {
            wanted.put("version", text.version());
        }
        if (!wanted.equals(there.attributes())) {
            changes.add(new Change.ChangeOther(
                    new OtherObject(object, "", there.attributes(), null),
                    new OtherObject(object, statement.sql(), wanted, null)));
        }
    }

    private static Map<String, Installed> installed(Connection work, List<String> names) throws SQLException {
        Map<String, Installed> all = new LinkedHashMap<>();
        try (PreparedStatement statement = work.prepareStatement(QUERY)) {
            statement.setArray(1, work.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    SortedMap<String, String> attributes = new TreeMap<>();
                    attributes.put("schema", rows.getString(2));
                    attributes.put("version", rows.getString(3));
                    attributes.put("relocatable", String.valueOf(rows.getBoolean(4)));
                    attributes.put("updates", Objects.requireNonNullElse(rows.getString(6), ""));
                    all.put(rows.getString(1), new Installed(attributes, rows.getString(5)));
                }
            }
        }
        return all;
    }
}
