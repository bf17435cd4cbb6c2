select
    n.nspname,
    c.relname,
    x.relname as index,
    pg_get_indexdef(i.indexrelid) as definition,
    i.indisunique,
    array(
        select (select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = u.attnum)
        from unnest(i.indkey::int2[]) with ordinality as u (attnum, place)
        where u.attnum <> 0
        order by u.place
    )
        || array(
            select a.attname::text
            from pg_attribute a
            where (i.indexprs is not null or i.indpred is not null)
                and a.attrelid = i.indrelid
                and a.attnum <> all (i.indkey::int2[])
                and exists (
                    select
                    from pg_depend d
                    where d.classid = 'pg_class'::regclass
                        and d.objid = i.indexrelid
                        and d.refclassid = 'pg_class'::regclass
                        and d.refobjid = i.indrelid
                        and d.refobjsubid = a.attnum
                )
            order by a.attnum
        ) as columns,
    k.conname as constraint,
    i.indisvalid,
    -- Of another role's backend a role without rights sees the process only: its lock on the table says the rest.
    not i.indisvalid
        and exists (
            select
            from pg_stat_progress_create_index p
            where p.pid <> pg_backend_pid()
                and (
                    p.index_relid = i.indexrelid
                    or p.index_relid is null
                    and exists (
                        select
                        from pg_locks l
                        where l.pid = p.pid
                            and l.relation = i.indrelid
                            and l.mode = 'ShareUpdateExclusiveLock'
                            and l.granted
                            and l.database = (select oid from pg_database where datname = current_database())
                    )
                )
        ) as building,
    i.indisclustered,
    i.indisreplident,
    pn.nspname as parent_schema,
    p.relname as parent_name,
    xd.description as comment
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_class x on x.oid = i.indexrelid
left join pg_constraint k
    on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
left join pg_inherits h on h.inhrelid = i.indexrelid
left join pg_class p on p.oid = h.inhparent
left join pg_namespace pn on pn.oid = p.relnamespace
left join pg_description xd on xd.objoid = i.indexrelid and xd.classoid = 'pg_class'::regclass and xd.objsubid = 0
where n.nspname = any (:schemas)
    /* scope */
    and c.relkind in ('r', 'p', 'm')
