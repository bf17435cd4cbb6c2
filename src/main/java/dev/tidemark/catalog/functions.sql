select
    'FUNCTION' as kind,
    n.nspname,
    p.proname || '(' || oidvectortypes(p.proargtypes) || ')' as name,
    '' as member,
    case
        when p.prokind <> 'a' then pg_get_functiondef(p.oid)
        else concat_ws(
            ' ',
            'CREATE AGGREGATE',
            p.oid::regprocedure,
            'ARGUMENTS',
            pg_get_function_arguments(p.oid),
            'RETURNS',
            format_type(p.prorettype, null),
            p.proparallel,
            a.aggkind,
            a.aggnumdirectargs,
            a.aggtransfn::regprocedure,
            a.aggfinalfn::regprocedure,
            a.aggcombinefn::regprocedure,
            a.aggserialfn::regprocedure,
            a.aggdeserialfn::regprocedure,
            a.aggmtransfn::regprocedure,
            a.aggminvtransfn::regprocedure,
            a.aggmfinalfn::regprocedure,
            a.aggfinalextra,
            a.aggmfinalextra,
            a.aggfinalmodify,
            a.aggmfinalmodify,
            a.aggsortop::regoperator,
            format_type(a.aggtranstype, null),
            a.aggtransspace,
            format_type(nullif(a.aggmtranstype, 0), null),
            a.aggmtransspace,
            coalesce(quote_literal(a.agginitval), 'NULL'),
            coalesce(quote_literal(a.aggminitval), 'NULL')
        )
    end as definition,
    obj_description(p.oid, 'pg_proc') as comment,
    null::text[] as attributes
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
left join pg_aggregate a on a.aggfnoid = p.oid
where n.nspname = any (:schemas)
    -- 'i': the constructors that come with a range type.
    and not exists (
        select
        from pg_depend e
        where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype in ('e', 'i')
    )
