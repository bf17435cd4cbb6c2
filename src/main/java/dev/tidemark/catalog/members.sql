-- What hangs on a relation and is not modelled: triggers, policies, rules, properties of tables and columns.
with relation as (
    select c.oid, n.nspname, c.relname, c.relkind, c.relforcerowsecurity, c.relreplident, c.relam, c.reloftype
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
    pg_get_triggerdef(t.oid)
        || case t.tgenabled when 'O' then '' when 'D' then ' DISABLED' when 'R' then ' REPLICA' else ' ALWAYS' end
        as definition,
    obj_description(t.oid, 'pg_trigger') as comment,
    null::text[] as attributes
from pg_trigger t
join relation r on r.oid = t.tgrelid
where not t.tgisinternal and t.tgparentid = 0
union all
select
    'POLICY',
    r.nspname,
    r.relname,
    p.polname::text,
    concat_ws(
        ' ',
        case when p.polpermissive then 'PERMISSIVE' else 'RESTRICTIVE' end,
        'FOR',
        case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' else 'ALL' end,
        'TO',
        (
            select string_agg(case role.oid when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(role.oid)) end, ', ' order by role.oid)
            from unnest(p.polroles) as role (oid)
        ),
        'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
        'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'
    ),
    obj_description(p.oid, 'pg_policy'),
    null
from pg_policy p
join relation r on r.oid = p.polrelid
union all
select
    'RULE',
    r.nspname,
    r.relname,
    w.rulename::text,
    pg_get_ruledef(w.oid)
        || case w.ev_enabled when 'O' then '' when 'D' then ' DISABLED' when 'R' then ' REPLICA' else ' ALWAYS' end,
    obj_description(w.oid, 'pg_rewrite'),
    null
from pg_rewrite w
join relation r on r.oid = w.ev_class
where w.rulename <> '_RETURN'
union all
select 'OTHER', r.nspname, r.relname, 'properties', p.text, null, null
from relation r
left join pg_am am on am.oid = r.relam
left join pg_foreign_table f on f.ftrelid = r.oid
left join pg_foreign_server s on s.oid = f.ftserver
cross join lateral (
    select
        concat_ws(
            ', ',
            case when r.relforcerowsecurity then 'FORCE ROW LEVEL SECURITY' end,
            case
                when r.relkind not in ('r', 'p', 'm') then null
                when r.relreplident = 'f' then 'REPLICA IDENTITY FULL'
                when r.relreplident = 'n' then 'REPLICA IDENTITY NOTHING'
            end,
            'USING ' || quote_ident(nullif(am.amname, 'heap')),
            'OF ' || format_type(nullif(r.reloftype, 0), null),
            'SERVER ' || quote_ident(s.srvname),
            'OPTIONS ' || f.ftoptions::text
        ) as text
) p
where p.text <> ''
union all
select
    'OTHER',
    r.nspname,
    r.relname,
    'options of column ' || a.attname,
    concat_ws(', ', 'SET ' || a.attoptions::text, 'OPTIONS ' || a.attfdwoptions::text),
    null,
    null
from pg_attribute a
join relation r on r.oid = a.attrelid
where a.attnum > 0
    and not a.attisdropped
    and (a.attoptions is not null or a.attfdwoptions is not null)
union all
select
    'OTHER',
    r.nspname,
    r.relname,
    'not null of column ' || a.attname,
    concat_ws(
        ' ',
        'NOT NULL',
        case when k.connoinherit then 'NO INHERIT' end,
        case when not k.convalidated then 'NOT VALID' end
    ),
    null,
    null
from pg_constraint k
join relation r on r.oid = k.conrelid
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
where k.contype = 'n' and (k.connoinherit or not k.convalidated)
