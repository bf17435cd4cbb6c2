select
    n.nspname,
    c.relname,
    c.relkind,
    c.relpersistence = 'u' as unlogged,
    coalesce(c.reloptions, '{}')
        || array(
            select 'toast.' || o.option
            from pg_class toast
            cross join unnest(toast.reloptions) as o (option)
            where toast.oid = c.reltoastrelid
        ) as options,
    case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
    case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
    array(
        select pn.nspname::text
        from pg_inherits i
        join pg_class p on p.oid = i.inhparent
        join pg_namespace pn on pn.oid = p.relnamespace
        where i.inhrelid = c.oid
        order by i.inhseqno
    ) as parent_schemas,
    array(
        select p.relname::text
        from pg_inherits i
        join pg_class p on p.oid = i.inhparent
        where i.inhrelid = c.oid
        order by i.inhseqno
    ) as parent_names,
    c.relrowsecurity,
    pg_get_userbyid(c.relowner) as owner,
    obj_description(c.oid, 'pg_class') as comment,
    c.relforcerowsecurity,
    c.relreplident,
    am.amname as access_method,
    ts.spcname as tablespace,
    format_type(nullif(c.reloftype, 0), null) as of_type,
    s.srvname as server,
    coalesce(f.ftoptions, '{}') as server_options,
    case when c.relispartition then pg_get_partition_constraintdef(c.oid) end as partition_constraint
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
left join pg_foreign_table f on f.ftrelid = c.oid
left join pg_foreign_server s on s.oid = f.ftserver
where n.nspname = any (:schemas)
    and c.relkind in ('r', 'p', 'f')
    and not exists (
        select
        from pg_depend e
        where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e'
    )
