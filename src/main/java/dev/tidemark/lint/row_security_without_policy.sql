-- Row security that lets nobody in, or that nobody turned on.
select
    'TABLE' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    '' as member,
    null::text as at,
    case
        when t.relrowsecurity then 'has row security and no policy: nobody but its owner sees a row'
        else 'has policies, but its row security is off: everybody sees every row'
    end as message,
    case
        when t.relrowsecurity then 'CREATE POLICY …'
        else 'ALTER TABLE ' || t.oid::regclass || ' ENABLE ROW LEVEL SECURITY'
    end as way
from pg_class t
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and t.relrowsecurity <> exists (select from pg_policy p where p.polrelid = t.oid)
