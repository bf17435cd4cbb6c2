-- Several permissive policies that one statement has to try.
with each as (
    select p.polname, t.relname, n.nspname, c.cmd, r.role
    from pg_policy p
    join pg_class t on t.oid = p.polrelid
    join pg_namespace n on n.oid = t.relnamespace
    cross join lateral unnest(
        case p.polcmd
            when '*' then array['SELECT', 'INSERT', 'UPDATE', 'DELETE']
            when 'r' then array['SELECT']
            when 'a' then array['INSERT']
            when 'w' then array['UPDATE']
            else array['DELETE']
        end
    ) as c (cmd)
    cross join lateral unnest(p.polroles) as r (role)
    where n.nspname = any (:schemas)
        and p.polpermissive
),
groups as (
    select nspname, relname, role, cmd, string_agg(quote_ident(polname), ', ' order by polname) as policies
    from each
    group by nspname, relname, role, cmd
    having count(*) > 1
)
select
    'TABLE' as kind,
    nspname::text as schema,
    relname::text as name,
    '' as member,
    null::text as at,
    'has several permissive policies for ' || string_agg(distinct cmd, ', ') || ' of '
        || case role when 0 then 'everybody' else role::regrole::text end || ' (' || policies
        || '): each row is tried with all of them' as message,
    'one policy with OR' as way
from groups
group by nspname, relname, role, policies
