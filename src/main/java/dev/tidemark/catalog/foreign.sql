-- Foreign data wrappers, servers and user mappings; they belong to the whole database.
with found (name, objid, classid, comment, attributes, options) as (
    select
        'foreign data wrapper ' || w.fdwname,
        w.oid,
        'pg_foreign_data_wrapper'::regclass,
        obj_description(w.oid, 'pg_foreign_data_wrapper'),
        array['handler', h.proname::text, 'validator', v.proname::text],
        w.fdwoptions
    from pg_foreign_data_wrapper w
    left join pg_proc h on h.oid = w.fdwhandler
    left join pg_proc v on v.oid = w.fdwvalidator
    union all
    select
        'server ' || s.srvname,
        s.oid,
        'pg_foreign_server'::regclass,
        obj_description(s.oid, 'pg_foreign_server'),
        array['wrapper', w.fdwname::text, 'type', s.srvtype, 'version', s.srvversion],
        s.srvoptions
    from pg_foreign_server s
    join pg_foreign_data_wrapper w on w.oid = s.srvfdw
    union all
    -- Who may not read the options of a mapping sees none.
    select
        'user mapping for ' || m.usename || ' server ' || m.srvname,
        m.umid,
        'pg_user_mapping'::regclass,
        null,
        array[
            'user', case when m.umuser = 0 then '' else m.usename::text end,
            'server', m.srvname::text,
            'hidden', case when m.umoptions is null and current_setting('is_superuser') = 'off' then 'true' end
        ],
        m.umoptions
    from pg_user_mappings m
)
select
    'OTHER' as kind,
    '' as nspname,
    f.name,
    '' as member,
    '' as definition,
    f.comment,
    f.attributes
        || coalesce(
            (
                select
                    array_agg(pair.text order by o.n, pair.n)
                from unnest(f.options) with ordinality o (text, n)
                cross join lateral unnest(
                    array['option ' || split_part(o.text, '=', 1), substr(o.text, strpos(o.text, '=') + 1)]
                ) with ordinality pair (text, n)
            ),
            array[]::text[]
        ) as attributes
from found f
where not exists (
    select
    from pg_depend e
    where e.classid = f.classid and e.objid = f.objid and e.refclassid = 'pg_extension'::regclass and e.deptype = 'e'
)
