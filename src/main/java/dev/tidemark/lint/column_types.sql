-- All columns of tables, for what only shows across tables.
select
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as column,
    format_type(a.atttypid, null) as type
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    and a.attislocal
order by 1, 2, a.attnum
