-- Domains with constraints that columns use.
select
    'TYPE' as kind,
    n.nspname::text as schema,
    y.typname::text as name,
    '' as member,
    null::text as at,
    'is a domain with a constraint: a change of it checks and locks every table that uses it ('
        || string_agg(distinct a.attrelid::regclass::text, ', ') || ')' as message,
    'the plain type, with a check in each table' as way
from pg_type y
join pg_namespace n on n.oid = y.typnamespace
join pg_attribute a on a.atttypid in (y.oid, y.typarray) and a.attnum > 0 and not a.attisdropped
join pg_class t on t.oid = a.attrelid and t.relkind in ('r', 'p') and not t.relispartition
where n.nspname = any (:schemas)
    and y.typtype = 'd'
    and (y.typnotnull or exists (select from pg_constraint c where c.contypid = y.oid and c.contype = 'c'))
group by n.nspname, y.typname
