-- Defaults that are the word NULL in quotes.
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    'defaults to the text ' || substring(e.text from '^''[^'']*''') || ', not to NULL' as message,
    'DEFAULT NULL, or no default' as way
from pg_attrdef d
join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
cross join lateral (select pg_get_expr(d.adbin, d.adrelid)) as e (text)
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and e.text ~* '^''(null|\(null\)|<null>)''(::[a-z ]+)?$'
