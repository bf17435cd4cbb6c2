-- Functions, procedures and aggregates, with what decides whether PostgreSQL replaces them in place.
with routine as (
    select
        p.oid,
        n.nspname,
        p.proname || '(' || oidvectortypes(p.proargtypes) || ')' as name,
        quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '('
            || case when p.prokind = 'a' and p.pronargs = 0 then '*' else pg_get_function_identity_arguments(p.oid) end
            || ')' as identity,
        p.prokind,
        p.proretset,
        p.prorettype,
        p.proparallel,
        p.prosecdef,
        p.proleakproof,
        p.provolatile,
        p.pronargs,
        p.pronargdefaults,
        p.proargdefaults,
        p.proargmodes,
        p.proargnames,
        p.proallargtypes,
        p.proargtypes
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = any (:schemas)
        -- 'i': the constructors that come with a range type.
        and not exists (
            select
            from pg_depend e
            where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype in ('e', 'i')
        )
)
select
    'FUNCTION' as kind,
    r.nspname,
    r.name,
    '' as member,
    t.definition,
    obj_description(r.oid, 'pg_proc') as comment,
    array[
        'definition',
        t.definition,
        'kind',
        case r.prokind when 'p' then 'PROCEDURE' when 'a' then 'AGGREGATE' when 'w' then 'WINDOW FUNCTION' else 'FUNCTION' end,
        'identity',
        r.identity,
        'result',
        case when r.proretset then 'SETOF ' else '' end || format_type(r.prorettype, null)
            || coalesce(
                (
                    select ' (' || string_agg(quote_ident(o.name) || ' ' || format_type(o.type, null), ', ' order by o.n) || ')'
                    from unnest(r.proargnames, r.proargmodes, r.proallargtypes) with ordinality o (name, mode, type, n)
                    where r.prorettype = 'record'::regtype and o.mode in ('o', 'b', 't')
                ),
                ''
            ),
        'defaults',
        nullif(r.pronargdefaults, 0)::text,
        'polymorphic defaults',
        case
            when exists (
                select
                from unnest(r.proargtypes::oid[]) u (type)
                join pg_type y on y.oid = u.type and y.typtype = 'p'
            ) then pg_get_expr(r.proargdefaults, 0)
        end,
        'security',
        case when r.prosecdef then 'DEFINER' end,
        'immutable',
        case when r.provolatile = 'i' then 'true' end,
        'aggregate kind',
        a.aggkind::text || coalesce(' ' || nullif(a.aggnumdirectargs, 0), '')
    ]
        || coalesce(
            (
                select array_agg(x.text order by i.n, x.m)
                from (
                    select row_number() over (order by u.n) as n, u.name
                    from unnest(r.proargnames, r.proargmodes) with ordinality u (name, mode, n)
                    where u.mode is null or u.mode in ('i', 'b', 'v')
                ) i
                cross join lateral unnest(array['input ' || i.n, i.name]) with ordinality x (text, m)
                where i.n <= r.pronargs and i.name <> ''
            ),
            array[]::text[]
        ) as attributes
from routine r
left join pg_aggregate a on a.aggfnoid = r.oid
left join pg_operator s on s.oid = a.aggsortop
left join pg_namespace sn on sn.oid = s.oprnamespace
cross join lateral (
    select
        case
            when r.prokind <> 'a' then rtrim(pg_get_functiondef(r.oid), chr(10))
            else 'CREATE OR REPLACE AGGREGATE ' || r.identity || ' ('
                || concat_ws(
                    ', ',
                    'SFUNC = ' || a.aggtransfn::regproc,
                    'STYPE = ' || format_type(a.aggtranstype, null),
                    'SSPACE = ' || nullif(a.aggtransspace, 0),
                    'FINALFUNC = ' || nullif(a.aggfinalfn::oid, 0)::regproc,
                    case when a.aggfinalextra then 'FINALFUNC_EXTRA' end,
                    'FINALFUNC_MODIFY = '
                        || case nullif(a.aggfinalmodify, case a.aggkind when 'n' then 'r'::"char" else 'w'::"char" end)
                            when 'r' then 'READ_ONLY'
                            when 's' then 'SHAREABLE'
                            when 'w' then 'READ_WRITE'
                        end,
                    'COMBINEFUNC = ' || nullif(a.aggcombinefn::oid, 0)::regproc,
                    'SERIALFUNC = ' || nullif(a.aggserialfn::oid, 0)::regproc,
                    'DESERIALFUNC = ' || nullif(a.aggdeserialfn::oid, 0)::regproc,
                    'INITCOND = ' || quote_literal(a.agginitval),
                    'MSFUNC = ' || nullif(a.aggmtransfn::oid, 0)::regproc,
                    'MINVFUNC = ' || nullif(a.aggminvtransfn::oid, 0)::regproc,
                    'MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), null),
                    'MSSPACE = ' || nullif(a.aggmtransspace, 0),
                    'MFINALFUNC = ' || nullif(a.aggmfinalfn::oid, 0)::regproc,
                    case when a.aggmfinalextra then 'MFINALFUNC_EXTRA' end,
                    'MFINALFUNC_MODIFY = '
                        || case nullif(a.aggmfinalmodify, case a.aggkind when 'n' then 'r'::"char" else 'w'::"char" end)
                            when 'r' then 'READ_ONLY'
                            when 's' then 'SHAREABLE'
                            when 'w' then 'READ_WRITE'
                        end,
                    'MINITCOND = ' || quote_literal(a.aggminitval),
                    'SORTOP = OPERATOR(' || quote_ident(sn.nspname) || '.' || s.oprname || ')',
                    'PARALLEL = ' || case r.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' end,
                    case when a.aggkind = 'h' then 'HYPOTHETICAL' end
                )
                || ')'
        end
) t (definition)
