-- Materialized views that cannot be refreshed while they are read.
select
    'MATERIALIZED_VIEW' as kind,
    n.nspname::text as schema,
    v.relname::text as name,
    '' as member,
    null::text as at,
    'has no unique index over plain columns: REFRESH … CONCURRENTLY is refused, and any other refresh locks out readers'
        as message,
    'CREATE UNIQUE INDEX ON ' || v.oid::regclass || ' (…)' as way
from pg_class v
join pg_namespace n on n.oid = v.relnamespace
where n.nspname = any (:schemas)
    and v.relkind = 'm'
    and not exists (
        select
        from pg_index i
        where i.indrelid = v.oid and i.indisunique and i.indpred is null and i.indexprs is null
    )
