-- Policies that let everybody write everything.
select
    'POLICY' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    p.polname::text as member,
    null::text as at,
    'lets every row be written: its condition is true' as message,
    'say whose rows, or leave row security off' as way
from pg_policy p
join pg_class t on t.oid = p.polrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and p.polpermissive
    and p.polroles = '{0}'
    and p.polcmd in ('*', 'a', 'w', 'd')
    and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) = 'true'
