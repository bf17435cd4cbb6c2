-- Columns of type char(n).
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    'is ' || format_type(a.atttypid, a.atttypmod)
        || ': it is padded with blanks, which comparisons ignore and LIKE and clients do not' as message,
    'text with CHECK (length(' || quote_ident(a.attname) || ') = ' || greatest(a.atttypmod - 4, 1) || ')' as way
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    and a.atttypid in ('bpchar'::regtype, 'bpchar[]'::regtype)
