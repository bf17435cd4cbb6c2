-- Row security that does not hold for the owner.
select
    'TABLE' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    '' as member,
    null::text as at,
    'has row security that its owner passes by' as message,
    'ALTER TABLE ' || t.oid::regclass || ' FORCE ROW LEVEL SECURITY, where the application connects as the owner' as way
from pg_class t
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and t.relrowsecurity
    and not t.relforcerowsecurity
    and exists (select from pg_policy p where p.polrelid = t.oid)
