-- Indexes whose columns another one begins with.
with ix as (
    select i.*, n.nspname, t.relname, x.relname as index, coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate
    from pg_index i
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    join pg_class x on x.oid = i.indexrelid
    join pg_am m on m.oid = x.relam
    where n.nspname = any (:schemas)
        and not t.relispartition
        and m.amname = 'btree'
        and i.indexprs is null
)
select distinct on (a.nspname, a.relname, a.index)
    'INDEX' as kind,
    a.nspname::text as schema,
    a.relname::text as name,
    a.index::text as member,
    null::text as at,
    'is the beginning of ' || quote_ident(b.index) || ', which serves the same queries' as message,
    'leave it out, unless the other one is much larger' as way
from ix a
join ix b
    on b.indrelid = a.indrelid
    and b.indnkeyatts > a.indnkeyatts
    and (b.indkey::int2[])[0:a.indnkeyatts - 1] = (a.indkey::int2[])[0:a.indnkeyatts - 1]
    and (b.indclass::oid[])[0:a.indnkeyatts - 1] = (a.indclass::oid[])[0:a.indnkeyatts - 1]
    and (b.indcollation::oid[])[0:a.indnkeyatts - 1] = (a.indcollation::oid[])[0:a.indnkeyatts - 1]
    and (b.indoption::int2[])[0:a.indnkeyatts - 1] = (a.indoption::int2[])[0:a.indnkeyatts - 1]
    and b.predicate = a.predicate
where not a.indisunique
    and a.indnatts = a.indnkeyatts
order by a.nspname, a.relname, a.index, b.index
