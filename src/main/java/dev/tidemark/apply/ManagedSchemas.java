package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.diff.Change;
import dev.tidemark.schema.CompiledSchema;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Schemas of which nothing is declared: dropped where they are managed, else named. */
final class ManagedSchemas {
    /** What lives in a schema and belongs to an extension, or the extension itself: nobody drops it. */
    private static final String KEPT = """
        select n.nspname::text, min(coalesce(x.extname, y.extname)::text)
        from pg_catalog.pg_namespace n
        left join pg_catalog.pg_extension x on x.extnamespace = n.oid
        left join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and d.refobjid = n.oid
        left join pg_catalog.pg_depend e on e.classid = d.classid and e.objid = d.objid and e.deptype = 'e'
        left join pg_catalog.pg_extension y on y.oid = e.refobjid
        where n.nspname = any (?) and (x.oid is not null or y.oid is not null)
        group by 1
        """;

    private static final String OTHERS = """
        select n.nspname::text,
            (select pg_catalog.count(*) from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'f')),
            (select pg_catalog.count(*) from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relkind in ('v', 'm')),
            (select pg_catalog.count(*) from pg_catalog.pg_proc p where p.pronamespace = n.oid)
        from pg_catalog.pg_namespace n
        where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public') and n.nspname <> all (?)
            and not exists (
                select from pg_catalog.pg_depend e
                where e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and e.objid = n.oid and e.deptype = 'e')
            and not exists (select from pg_catalog.pg_extension x where x.extnamespace = n.oid)
        order by 1
        """;

    private final CompiledSchema schema;
    private final SyncOptions options;
    private final List<String> notes = new ArrayList<>();

    /** @param schema as it was declared, without the schemas that only the options name */
    ManagedSchemas(CompiledSchema schema, SyncOptions options) {
        this.schema = schema;
        this.options = options;
    }

    /** The declared catalog without schemas that are managed and of which nothing is declared. */
    Catalog declared(Catalog declared) {
        return declared.without(o -> o instanceof SchemaInfo s
                && options.schemas().contains(s.name())
                && !schema.schemas().contains(s.name()));
    }

    /** The schemas to drop. */
    List<Change> drops(Connection work, Catalog live, Set<ObjectName> foreign) throws SQLException {
        Set<String> candidates = new TreeSet<>(options.schemas());
        candidates.removeAll(schema.schemas());
        candidates.retainAll(live.schemas().keySet());
        candidates.remove("public");
        if (candidates.isEmpty()) {
            return List.of();
        }
        Map<String, String> kept = kept(work, candidates);
        List<Change> drops = new ArrayList<>();
        for (String name : candidates) {
            if (kept.containsKey(name)) {
                notes.add("schema " + name + " is not declared, and stays: extension " + kept.get(name)
                        + " lives in it   DROP EXTENSION drops it, or ALTER EXTENSION … SET SCHEMA moves it");
            } else if (foreign.stream().anyMatch(o -> o.schema().equals(name))) {
                notes.add("schema " + name + " is not declared, and stays: another app manages objects in it");
            } else {
                drops.add(new Change.DropSchema(name, isEmpty(live, name)));
            }
        }
        return drops;
    }

    private static boolean isEmpty(Catalog live, String name) {
        return live.tables().keySet().stream().noneMatch(t -> t.schema().equals(name))
                && live.sequences().keySet().stream().noneMatch(s -> s.schema().equals(name));
    }

    private static Map<String, String> kept(Connection work, Set<String> names) throws SQLException {
        Map<String, String> kept = new TreeMap<>();
        try (PreparedStatement statement = work.prepareStatement(KEPT)) {
            Array array = work.createArrayOf("text", names.toArray());
            statement.setArray(1, array);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    kept.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return kept;
    }

    /** Schemas that an earlier version declared and that stay; and, where whole schemas are managed, all others. */
    List<String> notes(Connection work, Set<ObjectName> known, Catalog live, String controlSchema) throws SQLException {
        List<String> all = new ArrayList<>(notes);
        known.stream()
                .filter(o -> o.kind() == ObjectKind.SCHEMA
                        && !schema.schemas().contains(o.name())
                        && !options.schemas().contains(o.name())
                        && live.schemas().containsKey(o.name()))
                .forEach(o -> all.add("schema " + o.name()
                        + " is not declared any more, and stays: --schemas=" + o.name()
                        + " (TIDEMARK_SCHEMAS) manages it, and drops it with what is in it"));
        if (options.adopt() == SyncOptions.Adopt.SCHEMA || !options.schemas().isEmpty()) {
            all.addAll(others(work, known, controlSchema));
        }
        return all;
    }

    private List<String> others(Connection work, Set<ObjectName> known, String controlSchema) throws SQLException {
        Set<String> seen = new TreeSet<>(schema.schemas());
        seen.addAll(options.schemas());
        seen.add(controlSchema);
        known.stream().filter(o -> o.equals(ObjectNames.schema(o.schema()))).forEach(o -> seen.add(o.schema()));
        List<String> others = new ArrayList<>();
        try (PreparedStatement statement = work.prepareStatement(OTHERS)) {
            statement.setArray(1, work.createArrayOf("text", seen.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    others.add("schema " + rows.getString(1) + " is not managed: nothing is declared in it ("
                            + rows.getInt(2) + " tables, " + rows.getInt(3) + " views, " + rows.getInt(4)
                            + " functions); --schemas=" + rows.getString(1) + " manages it");
                }
            }
        }
        return others;
    }
}
