-- What changes with the rows of tables, and no DDL says. Of many tables nobody needs all sizes: reading them takes longer than all that is declared.
select
    t.nspname,
    t.relname,
    t.reltuples::bigint as estimated_rows,
    case
        when t.tables > 200 then -1
        when t.relkind = 'p' then (
            select coalesce(sum(pg_total_relation_size(leaf.relid)), 0)::bigint
            from pg_partition_tree(t.oid) leaf
            where leaf.isleaf
        )
        else coalesce(pg_total_relation_size(t.oid), 0)
    end as bytes,
    -- Foreign rows are never fetched; rows of children count as the parent's.
    case
        when t.relkind = 'f' then true
        when t.relkind = 'p' then exists (
            select
            from pg_partition_tree(t.oid) leaf
            where leaf.isleaf and pg_relation_size(leaf.relid) > 0
        )
        else coalesce(pg_relation_size(t.oid), 0) > 0
            or t.relhassubclass and exists (select from pg_inherits i where i.inhparent = t.oid)
    end as maybe_rows,
    t.relkind <> 'f'
        and has_schema_privilege(t.namespace, 'usage')
        and has_table_privilege(t.oid, 'select')
        and not row_security_active(t.oid) as readable
from (
    select n.nspname, n.oid as namespace, c.relname, c.oid, c.relkind, c.reltuples, c.relhassubclass, count(*) over () as tables
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (:schemas)
        and c.relkind in ('r', 'p', 'f')
) t
