select
    n.nspname,
    c.relname,
    k.conname,
    k.contype,
    pg_get_constraintdef(k.oid) as definition,
    array(
        select (select a.attname::text from pg_attribute a where a.attrelid = k.conrelid and a.attnum = u.attnum)
        from unnest(k.conkey) with ordinality as u (attnum, place)
        where u.attnum <> 0
        order by u.place
    ) as columns,
    rn.nspname as referenced_schema,
    r.relname as referenced_name,
    array(
        select (select a.attname::text from pg_attribute a where a.attrelid = k.confrelid and a.attnum = u.attnum)
        from unnest(k.confkey) with ordinality as u (attnum, place)
        where u.attnum <> 0
        order by u.place
    ) as referenced_columns,
    k.convalidated,
    k.condeferrable,
    k.condeferred,
    k.connoinherit,
    k.conislocal,
    x.relname as index,
    kd.description as comment
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_class r on r.oid = k.confrelid
left join pg_namespace rn on rn.oid = r.relnamespace
left join pg_class x on x.oid = k.conindid and k.contype in ('p', 'u', 'x')
-- A join, since obj_description() runs a query for each row.
left join pg_description kd on kd.objoid = k.oid and kd.classoid = 'pg_constraint'::regclass and kd.objsubid = 0
where n.nspname = any (:schemas)
    /* scope */
    and k.contype in ('p', 'u', 'c', 'f', 'x')
    -- A foreign key to a partitioned table has a copy for each partition that it refers to.
    and not exists (
        select
        from pg_constraint whole
        where whole.oid = k.conparentid and whole.conrelid = k.conrelid
    )
