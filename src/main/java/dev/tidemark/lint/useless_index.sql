-- Indexes that are never chosen, or chosen badly.
with ix as (
    select
        i.*,
        n.nspname,
        t.relname,
        x.relname as index,
        m.amname,
        a.attname,
        a.attnotnull,
        a.atttypid,
        y.typname,
        y.typcategory,
        pg_get_expr(i.indpred, i.indrelid) as predicate
    from pg_index i
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    join pg_class x on x.oid = i.indexrelid
    join pg_am m on m.oid = x.relam
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = (i.indkey::int2[])[0]
    join pg_type y on y.oid = a.atttypid
    where n.nspname = any (:schemas)
        and not t.relispartition
)
select
    'INDEX' as kind,
    nspname::text as schema,
    relname::text as name,
    index::text as member,
    attname::text as at,
    r.message,
    r.way
from ix
cross join lateral (
    values
        (
            atttypid = 'boolean'::regtype and indnkeyatts = 1 and predicate is null and not indisunique,
            'is over nothing but a boolean: half of the rows is too much for an index',
            'a partial index over what is looked for: … WHERE ' || quote_ident(attname)
        ),
        (
            amname = 'btree' and indnkeyatts = 1 and not indisunique and (typcategory = 'A' or typname = 'jsonb'),
            'is a B-tree over ' || format_type(atttypid, null) || ': it serves the equality of whole values only',
            'USING gin (' || quote_ident(attname) || ')'
        ),
        (
            exists (
                select
                from pg_attribute p
                where p.attrelid = indrelid
                    and p.attnotnull
                    and p.attnum > 0
                    and predicate = '(' || quote_ident(p.attname) || ' IS NOT NULL)'
            ),
            'has the condition ' || predicate || ', which holds for every row: the column is NOT NULL',
            'leave the condition out'
        )
) as r (applies, message, way)
where r.applies
