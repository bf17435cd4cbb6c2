-- Columns of type json.
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    'is json: it has no equality, so DISTINCT, GROUP BY and UNION fail, and no index of its own' as message,
    'jsonb' as way
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    and a.atttypid in ('json'::regtype, 'json[]'::regtype)
