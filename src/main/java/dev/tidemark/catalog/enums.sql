select
    n.nspname,
    t.typname,
    array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
    pg_get_userbyid(t.typowner) as owner,
    obj_description(t.oid, 'pg_type') as comment
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
where n.nspname = any (:schemas)
    and t.typtype = 'e'
    and not exists (
        select
        from pg_depend e
        where e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype = 'e'
    )
