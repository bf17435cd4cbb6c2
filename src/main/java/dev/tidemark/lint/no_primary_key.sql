-- Tables without a primary key; partitions have that of their parent.
select
    'TABLE' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    '' as member,
    null::text as at,
    'has no primary key: its rows cannot be told apart, and logical replication, upserts and online backfills need one'
        as message,
    'declare PRIMARY KEY (…)' as way
from pg_class t
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and not exists (select from pg_constraint c where c.conrelid = t.oid and c.contype = 'p')
