-- Large objects, tables that a crash empties, tables that inherit.
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    'is ' || format_type(a.atttypid, null) || ': as a large object it stays when its row goes, and as the number of anything else no dump keeps it true'
        as message,
    'bytea; or a name instead of a number' as way
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    and (a.atttypid = 'oid'::regtype or format_type(a.atttypid, null) ~ '(^|\.)lo$')
union all
select
    'TABLE',
    n.nspname::text,
    t.relname::text,
    '',
    null,
    case
        when t.relpersistence = 'u' then 'is UNLOGGED: a crash empties it, and replicas do not have it'
        else 'inherits from ' || (
            select string_agg(h.inhparent::regclass::text, ', ' order by h.inhseqno) from pg_inherits h where h.inhrelid = t.oid
        )
            || ': keys, foreign keys and indexes of the parent do not hold for its rows'
    end,
    case when t.relpersistence = 'u' then 'an ordinary table' else 'partitions, or tables of their own' end
from pg_class t
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and (t.relpersistence = 'u' or exists (select from pg_inherits h where h.inhrelid = t.oid))
