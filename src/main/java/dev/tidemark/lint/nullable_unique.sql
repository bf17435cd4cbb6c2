-- Unique keys of several columns that NULLs pass by.
select
    case when k.conname is null then 'INDEX' else 'CONSTRAINT' end as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    x.relname::text as member,
    a.first as at,
    'is unique over (' || a.columns || '), of which ' || a.nullable || ' may be NULL: rows with a NULL never count as equal'
        as message,
    case
        when current_setting('server_version_num')::int >= 150000 then 'NULLS NOT DISTINCT, or NOT NULL'
        else 'NOT NULL, or a partial unique index for each case'
    end as way
from pg_index i
join pg_class x on x.oid = i.indexrelid
join pg_class t on t.oid = i.indrelid
join pg_namespace n on n.oid = t.relnamespace
left join pg_constraint k on k.conindid = x.oid and k.contype = 'u' and k.conrelid = t.oid
cross join lateral (
    select
        string_agg(quote_ident(a.attname), ', ' order by u.place) as columns,
        string_agg(quote_ident(a.attname), ', ' order by u.place) filter (where not a.attnotnull) as nullable,
        (array_agg(a.attname::text order by u.place))[1] as first,
        count(*) as count
    from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality as u (attnum, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.attnum
) a
where n.nspname = any (:schemas)
    and i.indisunique
    and not t.relispartition
    and i.indexprs is null
    and i.indpred is null
    and a.count > 1
    and a.nullable is not null
    and coalesce(to_jsonb(i) ->> 'indnullsnotdistinct', 'false') = 'false'
