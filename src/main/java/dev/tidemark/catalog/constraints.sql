select
    n.nspname,
    c.relname,
    k.conname,
    k.contype,
    pg_get_constraintdef(k.oid) as definition,
    array(
        select a.attname::text
        from unnest(k.conkey) with ordinality as u (attnum, place)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum
        order by u.place
    ) as columns,
    rn.nspname as referenced_schema,
    r.relname as referenced_name,
    array(
        select a.attname::text
        from unnest(k.confkey) with ordinality as u (attnum, place)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum
        order by u.place
    ) as referenced_columns,
    k.convalidated,
    k.condeferrable,
    k.condeferred,
    k.connoinherit,
    k.conislocal,
    x.relname as index,
    obj_description(k.oid, 'pg_constraint') as comment
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_class r on r.oid = k.confrelid
left join pg_namespace rn on rn.oid = r.relnamespace
left join pg_class x on x.oid = k.conindid and k.contype in ('p', 'u', 'x')
where n.nspname = any (:schemas)
    and k.contype in ('p', 'u', 'c', 'f', 'x')
    -- A foreign key to a partitioned table has a copy for each partition that it refers to.
    and not exists (
        select
        from pg_constraint whole
        where whole.oid = k.conparentid and whole.conrelid = k.conrelid
    )
