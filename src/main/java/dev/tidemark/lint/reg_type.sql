-- Columns of types that pg_upgrade refuses.
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    'is ' || format_type(a.atttypid, null) || ': it holds the number of a system object, and pg_upgrade refuses' as message,
    'text, and a cast where it is used' as way
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p', 'm')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    -- regclass, regrole and regtype survive an upgrade.
    and a.atttypid in (
        'regproc'::regtype,
        'regprocedure'::regtype,
        'regoper'::regtype,
        'regoperator'::regtype,
        'regconfig'::regtype,
        'regdictionary'::regtype,
        'regnamespace'::regtype,
        'regcollation'::regtype
    )
