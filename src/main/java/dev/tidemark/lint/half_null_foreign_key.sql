-- Foreign keys of several nullable columns that one NULL switches off.
select
    'CONSTRAINT' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    c.conname::text as member,
    k.first as at,
    'has several nullable columns (' || k.columns || '): as soon as one of them is NULL, the others are not checked'
        as message,
    'MATCH FULL, or CHECK (num_nulls(' || k.columns || ') IN (0, ' || k.count || '))' as way
from pg_constraint c
join pg_class t on t.oid = c.conrelid
join pg_namespace n on n.oid = t.relnamespace
cross join lateral (
    select
        count(*) as count,
        string_agg(quote_ident(a.attname), ', ' order by u.place) as columns,
        (array_agg(a.attname::text order by u.place))[1] as first
    from unnest(c.conkey) with ordinality as u (attnum, place)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = u.attnum
    where not a.attnotnull
) k
where n.nspname = any (:schemas)
    and c.contype = 'f'
    and c.conparentid = 0
    and c.confmatchtype = 's'
    and k.count > 1
    and not exists (
        select
        from pg_constraint q
        where q.conrelid = c.conrelid
            and q.contype = 'c'
            and pg_get_constraintdef(q.oid) ~* 'num_(non)?nulls\('
    )
