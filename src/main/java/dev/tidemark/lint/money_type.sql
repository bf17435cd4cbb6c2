-- Columns of type money.
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    'is money: its currency and its digits are those of the server''s lc_monetary' as message,
    'numeric(12,2), or bigint in the smallest unit' as way
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    and a.atttypid in ('money'::regtype, 'money[]'::regtype)
