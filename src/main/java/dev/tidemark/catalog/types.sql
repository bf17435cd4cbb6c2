-- Domains, composite, range and base types; enums are modelled.
select
    'TYPE' as kind,
    n.nspname,
    t.typname as name,
    '' as member,
    case t.typtype
        when 'd' then concat_ws(
            ' ',
            'DOMAIN',
            format_type(t.typbasetype, t.typtypmod),
            case when t.typcollation <> base.typcollation then 'COLLATE ' || t.typcollation::regcollation end,
            'DEFAULT ' || pg_get_expr(t.typdefaultbin, 0),
            case when t.typnotnull then 'NOT NULL' end,
            (
                select
                    string_agg(
                        'CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid),
                        ' '
                        order by k.conname collate "C"
                    )
                from pg_constraint k
                where k.contypid = t.oid and k.contype = 'c'
            )
        )
        when 'c' then 'COMPOSITE ('
            || coalesce(
                (
                    select
                        string_agg(
                            concat_ws(
                                ' ',
                                quote_ident(a.attname),
                                format_type(a.atttypid, a.atttypmod),
                                case when a.attcollation <> at.typcollation then 'COLLATE ' || a.attcollation::regcollation end,
                                'COMMENT ' || quote_literal(col_description(a.attrelid, a.attnum))
                            ),
                            ', '
                            order by a.attnum
                        )
                    from pg_attribute a
                    join pg_type at on at.oid = a.atttypid
                    where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
                ),
                ''
            )
            || ')'
        when 'r' then concat_ws(
            ' ',
            'RANGE',
            format_type(g.rngsubtype, null),
            (
                select 'CLASS ' || quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname)
                from pg_opclass oc
                join pg_namespace ocn on ocn.oid = oc.opcnamespace
                where oc.oid = g.rngsubopc
            ),
            'COLLATE ' || nullif(g.rngcollation, 0)::regcollation,
            'CANONICAL ' || nullif(g.rngcanonical, 0)::regprocedure,
            'DIFF ' || nullif(g.rngsubdiff, 0)::regprocedure,
            'MULTIRANGE ' || format_type(g.rngmultitypid, null)
        )
        else concat_ws(
            ' ',
            'BASE',
            t.typlen,
            t.typbyval,
            t.typalign,
            t.typstorage,
            t.typcategory,
            t.typispreferred,
            t.typdelim,
            t.typinput::oid::regprocedure,
            t.typoutput::oid::regprocedure,
            t.typreceive::oid::regprocedure,
            t.typsend::oid::regprocedure,
            t.typmodin::oid::regprocedure,
            t.typmodout::oid::regprocedure,
            t.typanalyze::oid::regprocedure
        )
    end as definition,
    obj_description(t.oid, 'pg_type') as comment,
    null::text[] as attributes
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_type base on base.oid = t.typbasetype
left join pg_range g on g.rngtypid = t.oid
left join pg_class c on c.oid = t.typrelid
where n.nspname = any (:schemas)
    and t.typtype in ('d', 'c', 'r', 'b')
    and (t.typrelid = 0 or c.relkind = 'c')
    -- Array types come with their elements' types.
    and not exists (select from pg_type element where element.typarray = t.oid)
    and not exists (
        select
        from pg_depend e
        where e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype = 'e'
    )
