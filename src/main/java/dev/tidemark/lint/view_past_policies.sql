-- Views that read tables with row security as their owner, from PostgreSQL 15 on, where they need not.
select distinct
    case v.relkind when 'm' then 'MATERIALIZED_VIEW' else 'VIEW' end as kind,
    n.nspname::text as schema,
    v.relname::text as name,
    '' as member,
    null::text as at,
    'reads ' || string_agg(distinct t.oid::regclass::text, ', ') || ' with the rights of its owner: its row security does'
        || ' not hold here' as message,
    'WITH (security_invoker = true)' as way
from pg_class v
join pg_namespace n on n.oid = v.relnamespace
join pg_rewrite r on r.ev_class = v.oid
join pg_depend d
    on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> v.oid
join pg_class t on t.oid = d.refobjid
where n.nspname = any (:schemas)
    and v.relkind = 'v'
    and t.relrowsecurity
    and current_setting('server_version_num')::int >= 150000
    and not exists (
        select from unnest(v.reloptions) as o where lower(o) in ('security_invoker=true', 'security_invoker=on', 'security_invoker=1')
    )
group by v.relkind, n.nspname, v.relname
