package dev.tidemark.apply;

import dev.tidemark.sql.Sql;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Questions inside a transaction that makes what is new: whether it stays among the managed schemas, and whether nobody else works in them at the same time.
 */
final class Untouched {
    private final String schemas;
    private final String own;

    Untouched(Collection<String> schemas) {
        this.schemas = array(schemas);
        this.own = array(List.of("pg_catalog", "pg_toast", "information_schema")) + " || " + this.schemas;
    }

    /** A query for a sign of what others than these transactions wrote in the catalogs about the managed schemas: equal as long as nobody else does. */
    String others(Collection<String> transactions) {
        return """
            with n as materialized (select oid from pg_catalog.pg_namespace where nspname = any (%1$s)),
                c as materialized (select c.oid, c.xmin from pg_catalog.pg_class c join n on n.oid = c.relnamespace),
                t as materialized (select t.oid, t.xmin from pg_catalog.pg_type t join n on n.oid = t.typnamespace),
                r as (
                  select oid, xmin from c
                  union all select oid, xmin from t
                  union all select a.attrelid, a.xmin from pg_catalog.pg_attribute a join c on c.oid = a.attrelid
                  union all select d.oid, d.xmin from pg_catalog.pg_attrdef d join c on c.oid = d.adrelid
                  union all select i.indexrelid, i.xmin from pg_catalog.pg_index i join c on c.oid = i.indrelid
                  union all select g.oid, g.xmin from pg_catalog.pg_trigger g join c on c.oid = g.tgrelid
                  union all select p.oid, p.xmin from pg_catalog.pg_policy p join c on c.oid = p.polrelid
                  union all select w.oid, w.xmin from pg_catalog.pg_rewrite w join c on c.oid = w.ev_class
                  union all select s.seqrelid, s.xmin from pg_catalog.pg_sequence s join c on c.oid = s.seqrelid
                  union all select h.inhrelid, h.xmin from pg_catalog.pg_inherits h join c on c.oid = h.inhrelid
                  union all select e.oid, e.xmin from pg_catalog.pg_enum e join t on t.oid = e.enumtypid
                  union all select x.objoid, x.xmin from pg_catalog.pg_description x
                    join c on c.oid = x.objoid and x.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                  union all select k.oid, k.xmin from pg_catalog.pg_constraint k join n on n.oid = k.connamespace
                  union all select f.oid, f.xmin from pg_catalog.pg_proc f join n on n.oid = f.pronamespace
                  union all select o.oid, o.xmin from pg_catalog.pg_operator o join n on n.oid = o.oprnamespace
                  union all select o.oid, o.xmin from pg_catalog.pg_opclass o join n on n.oid = o.opcnamespace
                  union all select o.oid, o.xmin from pg_catalog.pg_opfamily o join n on n.oid = o.opfnamespace
                  union all select o.oid, o.xmin from pg_catalog.pg_collation o join n on n.oid = o.collnamespace
                  union all select o.oid, o.xmin from pg_catalog.pg_ts_config o join n on n.oid = o.cfgnamespace
                  union all select o.oid, o.xmin from pg_catalog.pg_ts_dict o join n on n.oid = o.dictnamespace
                  union all select o.oid, o.xmin from pg_catalog.pg_statistic_ext o join n on n.oid = o.stxnamespace)
            select pg_catalog.count(*) || ' ' || coalesce(pg_catalog.sum(oid::pg_catalog.int8), 0) as rows
            from r where r.xmin::pg_catalog.text <> all (%2$s)\
            """.formatted(schemas, array(transactions));
    }

    /** Fails with a division by zero where the sign is another one than {@code before}. */
    String proof(Collection<String> transactions, String before) {
        return "select 1 / (case when o.rows = " + Sql.literal(before) + " then 1 else 0 end) from ("
                + others(transactions) + ") o";
    }

    /**
     * A query for how many relations outside of the managed schemas this transaction has locked, plain reading left out. Members of extensions in these
     * schemas are not of the declaration either.
     */
    String locks() {
        return """
            select pg_catalog.count(*)
            from pg_catalog.pg_locks l
            join pg_catalog.pg_class c on c.oid = l.relation
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.mode <> 'AccessShareLock'
                and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
                and (n.nspname <> all (%s)
                    or exists (select from pg_catalog.pg_depend e
                        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'))\
            """.formatted(own);
    }

    private static String array(Collection<String> values) {
        return values.stream().map(Sql::literal).collect(Collectors.joining(", ", "array[", "]::pg_catalog.text[]"));
    }
}
