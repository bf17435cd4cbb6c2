-- Functions that an index, a check, a generated column or a policy calls, with the search_path of whoever runs a statement.
select distinct
    'FUNCTION' as kind,
    n.nspname::text as schema,
    p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name,
    '' as member,
    null::text as at,
    'is called by an index, a check, a generated column or a policy, and takes the search_path of whoever runs the'
        || ' statement: a restore has none' as message,
    'SET search_path = ''''  and qualified names in the body' as way
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
join pg_depend d on d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid
where n.nspname = any (:schemas)
    and l.lanname not in ('c', 'internal')
    and not p.prosecdef
    and not exists (select from unnest(p.proconfig) as s where s like 'search_path=%')
    and coalesce(to_jsonb(p) ->> 'prosqlbody', '') = ''
    -- A body without a name that could be looked up elsewhere needs none.
    and p.prosrc ~* '\m(from|join|into|update|perform|table)\M'
    and (
        (d.classid = 'pg_class'::regclass and exists (select from pg_class x where x.oid = d.objid and x.relkind in ('i', 'I')))
        or (d.classid = 'pg_constraint'::regclass)
        or (d.classid = 'pg_policy'::regclass)
        or (
            d.classid = 'pg_attrdef'::regclass
            and exists (
                select
                from pg_attrdef e
                join pg_attribute a on a.attrelid = e.adrelid and a.attnum = e.adnum
                where e.oid = d.objid and a.attgenerated <> ''
            )
        )
    )
