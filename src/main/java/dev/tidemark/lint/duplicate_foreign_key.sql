-- Foreign keys to the same table that another one implies.
select distinct on (n.nspname, t.relname, b.conname)
    'CONSTRAINT' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    b.conname::text as member,
    k.attname::text as at,
    case
        when cardinality(a.conkey) = cardinality(b.conkey) then 'repeats '
        else 'is implied by '
    end
        || quote_ident(a.conname) || ', which refers to the same rows: everything is checked twice' as message,
    'leave one of them out' as way
from pg_constraint a
join pg_constraint b
    on b.conrelid = a.conrelid
    and b.confrelid = a.confrelid
    and b.oid <> a.oid
    and b.contype = 'f'
    and b.conkey <@ a.conkey
join pg_class t on t.oid = b.conrelid
join pg_namespace n on n.oid = t.relnamespace
join pg_attribute k on k.attrelid = b.conrelid and k.attnum = b.conkey[1]
where n.nspname = any (:schemas)
    and a.contype = 'f'
    and b.conparentid = 0
    and a.conparentid = 0
    and (cardinality(a.conkey) > cardinality(b.conkey) or a.oid < b.oid)
    -- Each column of the one refers to what it refers to in the other.
    and not exists (
        select
        from unnest(b.conkey, b.confkey) as p (own, other)
        where not exists (
            select from unnest(a.conkey, a.confkey) as q (own, other) where q.own = p.own and q.other = p.other
        )
    )
    -- A nullable rest leaves the wider one unchecked where the narrower one is not.
    and not exists (
        select
        from pg_attribute c
        where c.attrelid = a.conrelid and c.attnum = any (a.conkey) and c.attnum <> all (b.conkey) and not c.attnotnull
    )
order by n.nspname, t.relname, b.conname, a.oid
