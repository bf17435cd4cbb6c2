package dev.tidemark.shadow;

import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What pg_catalog says about some schemas, as text; queries of the tests' own, so that the observer shares no code with what it observes. */
final class Snapshot {
    private static final String NOT_EXTENSION =
            " and not exists (select 1 from pg_depend e where e.classid = '%s'::regclass and e.objid = %s and"
                    + " e.deptype = 'e')";

    private static final List<String> QUERIES = List.of(
            """
                select 'relation', n.nspname, c.relname, concat_ws(' ', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relispartition,
                    c.reloptions, pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),
                    (select array_agg(inhparent::regclass::text order by inhseqno) from pg_inherits where inhrelid = c.oid), nullif(c.reloftype, 0)::regtype)
                from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')\
                """ + NOT_EXTENSION.formatted("pg_class", "c.oid"),
            """
            select 'column', n.nspname, c.relname || '.' || a.attname, concat_ws(' ',
                (select count(*) from pg_attribute b where b.attrelid = a.attrelid and b.attnum between 1 and a.attnum and not b.attisdropped),
                format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity,
                nullif(a.attcollation, t.typcollation)::regcollation, a.attstorage, a.attcompression, a.attstattarget, a.attoptions, a.attislocal, a.attinhcount)
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and a.attnum > 0 and not a.attisdropped
                and not exists (select 1 from pg_depend e join pg_type y on e.objid in (y.oid, y.typrelid) where y.typrelid = c.oid and e.deptype = 'e')\
            """,
            """
            select 'constraint', n.nspname, coalesce(r.relname, t.typname) || '.' || c.conname,
                concat_ws(' ', pg_get_constraintdef(c.oid), c.convalidated, c.condeferrable, c.condeferred, c.conislocal, c.coninhcount, c.connoinherit)
            from pg_constraint c join pg_namespace n on n.oid = c.connamespace left join pg_class r on r.oid = c.conrelid left join pg_type t on t.oid = c.contypid
            where n.nspname = any (?) and c.contype <> 't'\
            """,
            """
            select 'index', n.nspname, c.relname, concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisclustered, i.indisreplident, i.indimmediate,
                (select inhparent::regclass::text from pg_inherits where inhrelid = c.oid))
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = any (?)\
            """,
            """
                select 'query', n.nspname, c.relname, pg_get_viewdef(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = any (?) and c.relkind in ('v', 'm')\
                """ + NOT_EXTENSION.formatted("pg_class", "c.oid"),
            """
                select 'function', n.nspname, p.oid::regprocedure::text, pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname = any (?) and p.prokind in ('f', 'p')\
                """ + NOT_EXTENSION.formatted("pg_proc", "p.oid"),
            """
                select 'aggregate', n.nspname, p.oid::regprocedure::text, concat_ws(' ', aggtransfn::oid::regprocedure, aggfinalfn::oid::regprocedure,
                    aggcombinefn::oid::regprocedure, format_type(aggtranstype, null), agginitval)
                from pg_proc p join pg_aggregate a on a.aggfnoid = p.oid join pg_namespace n on n.oid = p.pronamespace where n.nspname = any (?)\
                """ + NOT_EXTENSION.formatted("pg_proc", "p.oid"),
            """
            select 'trigger', n.nspname, c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) || t.tgenabled::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
            join pg_namespace n on n.oid = c.relnamespace where n.nspname = any (?) and not t.tgisinternal\
            """,
            """
            select 'policy', n.nspname, c.relname || '.' || p.polname, concat_ws(' ', polpermissive, polcmd, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
            from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = any (?)\
            """,
            """
            select 'rule', n.nspname, c.relname || '.' || r.rulename, pg_get_ruledef(r.oid) from pg_rewrite r join pg_class c on c.oid = r.ev_class
            join pg_namespace n on n.oid = c.relnamespace where n.nspname = any (?) and r.rulename <> '_RETURN'\
            """,
            """
                select 'type', n.nspname, t.typname, concat_ws(' ', t.typtype, (select array_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid)::text,
                    case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end, t.typnotnull, pg_get_expr(t.typdefaultbin, 0), nullif(t.typcollation, 0)::regcollation,
                    (select concat_ws(' ', format_type(rngsubtype, null), nullif(rngsubdiff::oid, 0)::regprocedure, format_type(rngmultitypid, null)) from pg_range where rngtypid = t.oid))
                from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
                where n.nspname = any (?) and (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and c.relkind = 'c')\
                """ + NOT_EXTENSION.formatted("pg_type", "t.oid"),
            """
            select 'sequence', n.nspname, c.relname, concat_ws(' ', format_type(seqtypid, null), seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle,
                (select d.deptype::text || ' ' || pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) from pg_depend d
                 where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i') and d.refclassid = 'pg_class'::regclass))
            from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = any (?)\
            """,
            """
            select 'statistics', n.nspname, s.stxname, pg_get_statisticsobjdef(s.oid) from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
            where n.nspname = any (?)\
            """,
            """
                select 'comment', coalesce(i.schema, ''), i.type || ' ' || i.identity, d.description from pg_description d, lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i
                where d.objoid >= 16384 and d.classoid <> 'pg_extension'::regclass and split_part(replace(regexp_replace(i.identity, '^.* on ', ''), '"', ''), '.', 1) = any (?)\
                """ + NOT_EXTENSION.formatted("pg_proc", "d.objoid"),
            """
            select 'collation', n.nspname, collname, concat_ws(' ', collprovider, collisdeterministic, to_jsonb(c) ->> 'colllocale', collcollate)
            from pg_collation c join pg_namespace n on n.oid = collnamespace where n.nspname = any (?)\
            """,
            """
            select 'configuration', n.nspname, cfgname, (select array_agg(maptokentype || ':' || mapdict::regdictionary order by maptokentype, mapseqno) from pg_ts_config_map
                where mapcfg = c.oid)::text from pg_ts_config c join pg_namespace n on n.oid = cfgnamespace where n.nspname = any (?)\
            """,
            """
            select 'dictionary', n.nspname, dictname, dictinitoption from pg_ts_dict c join pg_namespace n on n.oid = dictnamespace where n.nspname = any (?)\
            """,
            """
                select 'operator', n.nspname, o.oid::regoperator::text, concat_ws(' ', oprcode, nullif(oprcom, 0)::regoperator, nullif(oprnegate, 0)::regoperator)
                from pg_operator o join pg_namespace n on n.oid = oprnamespace where n.nspname = any (?)\
                """ + NOT_EXTENSION.formatted("pg_operator", "o.oid"),
            """
                select 'operator class', n.nspname, o.opcname, concat_ws(' ', format_type(opcintype, null), opcdefault,
                    (select array_agg(concat_ws(' ', amopstrategy, amopopr::regoperator) order by 1) from pg_amop where amopfamily = opcfamily)::text)
                from pg_opclass o join pg_namespace n on n.oid = opcnamespace where n.nspname = any (?)\
                """ + NOT_EXTENSION.formatted("pg_opclass", "o.oid"));

    private Snapshot() {}

    /** Identity to text of everything in {@code schemas}, {@code names} applied to both. */
    static SortedMap<String, String> of(Connection connection, Collection<String> schemas, UnaryOperator<String> names)
            throws SQLException {
        SortedMap<String, String> all = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(connection.getAutoCommit() ? "set search_path = ''" : "set local search_path = ''");
            for (String query : QUERIES) {
                try (ResultSet rows =
                        statement.executeQuery(query.replace("any (?)", "any (" + Sql.array(schemas) + ")"))) {
                    while (rows.next()) {
                        String key = rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3);
                        all.put(names.apply(key), names.apply(String.valueOf(rows.getString(4))));
                    }
                }
            }
        }
        return all;
    }
}
