select
    n.nspname,
    c.relname,
    c.relkind = 'm' as materialized,
    pg_get_viewdef(c.oid) as definition,
    coalesce(c.reloptions, '{}') as options,
    used.schemas,
    used.names,
    pg_get_userbyid(c.relowner) as owner,
    obj_description(c.oid, 'pg_class') as comment,
    c.relispopulated,
    granted.grantees,
    granted.privileges,
    granted.columns,
    granted.grantable
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join lateral (
    select
        coalesce(array_agg(rn.nspname::text order by r.oid), '{}') as schemas,
        coalesce(array_agg(r.relname::text order by r.oid), '{}') as names
    from pg_class r
    join pg_namespace rn on rn.oid = r.relnamespace
    where r.oid <> c.oid
        and r.relkind in ('r', 'p', 'f', 'v', 'm')
        and r.oid in (
            select d.refobjid
            from pg_rewrite w
            join pg_depend d
                on d.classid = 'pg_rewrite'::regclass
                and d.objid = w.oid
                and d.refclassid = 'pg_class'::regclass
            where w.ev_class = c.oid and w.rulename = '_RETURN'
        )
) used
cross join lateral (
    select
        coalesce(array_agg(coalesce(g.grantee, '') order by g.grantee, g.attname, g.privilege_type), '{}') as grantees,
        coalesce(array_agg(g.privilege_type order by g.grantee, g.attname, g.privilege_type), '{}') as privileges,
        coalesce(array_agg(g.attname order by g.grantee, g.attname, g.privilege_type), '{}') as columns,
        coalesce(array_agg(g.is_grantable::text order by g.grantee, g.attname, g.privilege_type), '{}') as grantable
    from (
        select r.rolname::text as grantee, x.privilege_type, x.is_grantable, x.attname
        from (
            select e.grantee, e.privilege_type, e.is_grantable, '' as attname
            from aclexplode(c.relacl) e
            union all
            select e.grantee, e.privilege_type, e.is_grantable, a.attname::text
            from pg_attribute a
            cross join lateral aclexplode(a.attacl) e
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        ) x
        left join pg_roles r on r.oid = x.grantee
        where (x.grantee <> c.relowner or x.attname <> '')
            and (x.grantee = 0 or r.oid is not null)
    ) g
) granted
where n.nspname = any (:schemas)
    and c.relkind in ('v', 'm')
    and not exists (
        select
        from pg_depend e
        where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e'
    )
