-- What hangs on a relation and is not modelled: triggers, policies, rules.
with relation as (
    select
        c.oid,
        n.nspname,
        c.relname,
        quote_ident(n.nspname) || '.' || quote_ident(c.relname) as id,
        c.relkind
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (:schemas)
        and c.relkind in ('r', 'p', 'f', 'v', 'm')
        and not exists (
            select
            from pg_depend e
            where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e'
        )
)
select
    'TRIGGER' as kind,
    r.nspname,
    r.relname as name,
    t.tgname::text as member,
    concat_ws(
        ';' || chr(10),
        pg_get_triggerdef(t.oid),
        case when t.tgenabled <> 'O' then
            'ALTER TABLE ' || r.id
                || case t.tgenabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA' else ' ENABLE ALWAYS' end
                || ' TRIGGER ' || quote_ident(t.tgname)
        end
    ) as definition,
    obj_description(t.oid, 'pg_trigger') as comment,
    array['create', pg_get_triggerdef(t.oid), 'constraint', case when t.tgconstraint <> 0 then 'true' end, 'enabled', t.tgenabled::text]
        || coalesce(clones.attributes, array[]::text[]) as attributes
from pg_trigger t
join relation r on r.oid = t.tgrelid
-- Partitions on which it is enabled otherwise.
left join (
    with recursive clone (root, oid, tgrelid, tgenabled) as (
        select p.oid, c.oid, c.tgrelid, c.tgenabled
        from pg_trigger p
        join pg_trigger c on c.tgparentid = p.oid
        where p.tgparentid = 0 and not p.tgisinternal
        union all
        select u.root, c.oid, c.tgrelid, c.tgenabled
        from clone u
        join pg_trigger c on c.tgparentid = u.oid
    )
    select u.root, array_agg(x.text order by n.nspname, c.relname, x.m)
    from clone u
    join pg_trigger o on o.oid = u.root and o.tgenabled <> u.tgenabled
    join pg_class c on c.oid = u.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    cross join lateral unnest(array['enabled on ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), u.tgenabled::text])
        with ordinality x (text, m)
    group by u.root
) clones (root, attributes) on clones.root = t.oid
where not t.tgisinternal and t.tgparentid = 0
union all
select
    'POLICY',
    r.nspname,
    r.relname,
    p.polname::text,
    concat_ws(
        ' ',
        'CREATE POLICY',
        quote_ident(p.polname),
        'ON',
        r.id,
        'AS',
        v.permissive,
        'FOR',
        v.command,
        'TO',
        v.roles,
        'USING (' || v.qual || ')',
        'WITH CHECK (' || v.checked || ')'
    ),
    obj_description(p.oid, 'pg_policy'),
    array['permissive', v.permissive, 'command', v.command, 'roles', v.roles, 'using', v.qual, 'check', v.checked]
from pg_policy p
join relation r on r.oid = p.polrelid
cross join lateral (
    select
        case when p.polpermissive then 'PERMISSIVE' else 'RESTRICTIVE' end,
        case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' else 'ALL' end,
        (
            select string_agg(role.name, ', ' order by role.name collate "C")
            from (
                select case u.oid when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(u.oid)) end
                from unnest(p.polroles) u (oid)
            ) role (name)
        ),
        pg_get_expr(p.polqual, p.polrelid),
        pg_get_expr(p.polwithcheck, p.polrelid)
) v (permissive, command, roles, qual, checked)
union all
select
    'RULE',
    r.nspname,
    r.relname,
    w.rulename::text,
    concat_ws(
        ';' || chr(10),
        v.text,
        case when w.ev_enabled <> 'O' then
            'ALTER TABLE ' || r.id
                || case w.ev_enabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA' else ' ENABLE ALWAYS' end
                || ' RULE ' || quote_ident(w.rulename)
        end
    ),
    obj_description(w.oid, 'pg_rewrite'),
    array['create', v.text, 'enabled', w.ev_enabled::text]
from pg_rewrite w
join relation r on r.oid = w.ev_class
cross join lateral (select left(rtrim(pg_get_ruledef(w.oid), ' ' || chr(10)), -1)) v (text)
where w.rulename <> '_RETURN'
