-- Foreign keys between columns of different types.
select
    'CONSTRAINT' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    c.conname::text as member,
    a.attname::text as at,
    quote_ident(a.attname) || ' is ' || format_type(a.atttypid, a.atttypmod) || ' and refers to '
        || format_type(b.atttypid, b.atttypmod) || ' (' || c.confrelid::regclass || '.' || quote_ident(b.attname)
        || '): every join casts, and the narrower side overflows first' as message,
    'declare ' || quote_ident(a.attname) || ' as ' || format_type(b.atttypid, b.atttypmod) as way
from pg_constraint c
join pg_class t on t.oid = c.conrelid
join pg_namespace n on n.oid = t.relnamespace
cross join lateral unnest(c.conkey, c.confkey) as u (own, other)
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = u.own
join pg_attribute b on b.attrelid = c.confrelid and b.attnum = u.other
where n.nspname = any (:schemas)
    and c.contype = 'f'
    and c.conparentid = 0
    and a.atttypid <> b.atttypid
    -- The two are one type to every operator.
    and not (a.atttypid in (25, 1043) and b.atttypid in (25, 1043))
