-- Floating point under a name that means money.
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    'is ' || format_type(a.atttypid, null) || ' under the name of an amount: sums of it are not exact' as message,
    'numeric(12,2), or bigint in the smallest unit' as way
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    and a.atttypid in ('real'::regtype, 'double precision'::regtype)
    and a.attname ~* '(^|_)(price|amount|total|subtotal|cost|balance|fee|salary|tax|discount|payment)($|_)'
