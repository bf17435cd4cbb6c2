package dev.tidemark.shadow;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What belongs to extensions, by the schema in which it is found now; it stays there, under its own name. */
final class Members {
    /** Asks for all of them. */
    static final String QUERY = """
        select n.nspname, x.name from pg_catalog.pg_depend d join (
          select 'pg_catalog.pg_proc'::pg_catalog.regclass::oid as class, oid, pronamespace as ns, proname::text as name from pg_catalog.pg_proc
          union all select 'pg_catalog.pg_type'::pg_catalog.regclass, oid, typnamespace, typname from pg_catalog.pg_type
          union all select 'pg_catalog.pg_class'::pg_catalog.regclass, oid, relnamespace, relname from pg_catalog.pg_class
          union all select 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, oprnamespace, oprname from pg_catalog.pg_operator
          union all select 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, opcnamespace, opcname from pg_catalog.pg_opclass
          union all select 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid, opfnamespace, opfname from pg_catalog.pg_opfamily
          union all select 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, collnamespace, collname from pg_catalog.pg_collation
          union all select 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, dictnamespace, dictname from pg_catalog.pg_ts_dict
          union all select 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid, tmplnamespace, tmplname from pg_catalog.pg_ts_template
          union all select 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid, prsnamespace, prsname from pg_catalog.pg_ts_parser
          union all select 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, cfgnamespace, cfgname from pg_catalog.pg_ts_config
        ) x on x.class = d.classid and x.oid = d.objid join pg_catalog.pg_namespace n on n.oid = x.ns
        where d.deptype = 'e' and n.nspname <> 'pg_catalog'\
        """;

    private record Member(String schema, String name) {}

    private final Set<Member> members = new HashSet<>();
    private final Set<String> schemas = new HashSet<>();

    /** These are all of them. */
    void take(List<List<@Nullable String>> rows) {
        members.clear();
        schemas.clear();
        for (List<@Nullable String> row : rows) {
            String schema = Objects.requireNonNull(row.get(0));
            members.add(new Member(schema, Objects.requireNonNull(row.get(1))));
            schemas.add(schema);
        }
    }

    boolean has(String schema, String name) {
        return members.contains(new Member(schema, name));
    }

    /** Whether any member lives in this schema. */
    boolean liveIn(String schema) {
        return schemas.contains(schema);
    }
}
