-- Foreign keys whose columns no usable index begins with.
select
    'CONSTRAINT' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    c.conname::text as member,
    k.first as at,
    'no index begins with (' || k.columns || '): a delete or an update in ' || c.confrelid::regclass
        || ' reads this whole table and keeps its locks meanwhile' as message,
    'CREATE INDEX ON ' || c.conrelid::regclass || ' (' || k.columns || ')' as way
from pg_constraint c
join pg_class t on t.oid = c.conrelid
join pg_namespace n on n.oid = t.relnamespace
cross join lateral (
    select
        string_agg(quote_ident(a.attname), ', ' order by u.place) as columns,
        (array_agg(a.attname::text order by u.place))[1] as first
    from unnest(c.conkey) with ordinality as u (attnum, place)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = u.attnum
) k
where n.nspname = any (:schemas)
    and c.contype = 'f'
    and c.conparentid = 0
    and not exists (
        select
        from pg_index i
        where i.indrelid = c.conrelid
            and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
            and (
                i.indpred is null
                or pg_get_expr(i.indpred, i.indrelid) = '(' || quote_ident(k.first) || ' IS NOT NULL)'
            )
    )
