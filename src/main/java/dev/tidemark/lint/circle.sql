-- Circles of foreign keys that let no first row in: all columns NOT NULL, every check at once.
with recursive edge as (
    select c.oid, c.conrelid, c.confrelid, c.conname, n.nspname, t.relname
    from pg_constraint c
    join pg_class t on t.oid = c.conrelid
    join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = any (:schemas)
        and c.contype = 'f'
        and c.conparentid = 0
        and not c.condeferrable
        and c.conrelid <> c.confrelid
        and not exists (
            select
            from pg_attribute a
            where a.attrelid = c.conrelid and a.attnum = any (c.conkey) and not a.attnotnull
        )
),
walk as (
    select e.oid as first, e.conrelid as start, e.confrelid as here, array[e.conrelid] as tables
    from edge e
    union all
    select w.first, w.start, e.confrelid, w.tables || e.conrelid
    from walk w
    join edge e on e.conrelid = w.here
    where w.here <> w.start and e.conrelid <> all (w.tables) and cardinality(w.tables) < 6
)
select distinct on (e.nspname, e.relname, e.conname)
    'CONSTRAINT' as kind,
    e.nspname::text as schema,
    e.relname::text as name,
    e.conname::text as member,
    null::text as at,
    'closes a circle of NOT NULL foreign keys (' || p.path || '): no first row can be inserted' as message,
    'DEFERRABLE INITIALLY DEFERRED on one of them, or let one of the columns be NULL' as way
from walk w
join edge e on e.oid = w.first
cross join lateral (
    select string_agg(u.relid::regclass::text, ' → ' order by u.place) || ' → ' || w.start::regclass as path
    from unnest(w.tables) with ordinality as u (relid, place)
) p
where w.here = w.start
    and w.start = (select min(r) from unnest(w.tables) as r)
order by e.nspname, e.relname, e.conname, cardinality(w.tables)
