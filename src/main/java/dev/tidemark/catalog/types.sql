-- Domains, composite, range, base and shell types, with their parts as attributes; enums are modelled.
select
    'TYPE' as kind,
    n.nspname,
    t.typname as name,
    '' as member,
    case
        when t.typtype = 'd' then concat_ws(
            ' ',
            'CREATE DOMAIN',
            id.text,
            'AS',
            format_type(t.typbasetype, t.typtypmod),
            'COLLATE ' || case when t.typcollation <> base.typcollation then t.typcollation::regcollation end,
            'DEFAULT ' || pg_get_expr(t.typdefaultbin, 0),
            nullif(rule.valid, '')
        )
            || coalesce(rule.unvalidated, '')
        when t.typtype = 'c' then 'CREATE TYPE ' || id.text || ' AS (' || coalesce(field.texts, '') || ')'
        when t.typtype = 'r' then 'CREATE TYPE ' || id.text || ' AS RANGE (' || span.text || ')'
        when not t.typisdefined then 'CREATE TYPE ' || id.text
        else 'CREATE TYPE ' || id.text || ' (' || stored.text || ')'
    end as definition,
    obj_description(t.oid, 'pg_type') as comment,
    case
        when t.typtype = 'd' then array[
            'kind',
            'domain',
            'type',
            format_type(t.typbasetype, t.typtypmod),
            'collation',
            case when t.typcollation <> base.typcollation then t.typcollation::regcollation::text end,
            'default',
            pg_get_expr(t.typdefaultbin, 0),
            'not null',
            case when t.typnotnull then coalesce(rule.not_null, '') end
        ]
            || coalesce(rule.attributes, array[]::text[])
        when t.typtype = 'c' then array['kind', 'composite', 'order', coalesce(field.names, '')]
            || coalesce(field.attributes, array[]::text[])
        when t.typtype = 'r' then array[
            'kind',
            'range',
            'subtype',
            format_type(g.rngsubtype, null),
            'options',
            span.text,
            'multirange',
            multirange.typname
        ]
        when not t.typisdefined then array['kind', 'shell']
        else array['kind', 'base', 'options', stored.text]
    end as attributes
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
cross join lateral (select quote_ident(n.nspname) || '.' || quote_ident(t.typname)) id (text)
left join pg_type base on base.oid = t.typbasetype
left join pg_range g on g.rngtypid = t.oid
left join pg_type multirange on multirange.oid = g.rngmultitypid
left join pg_class c on c.oid = t.typrelid
-- A domain's constraints. NOT NULL is one only from PostgreSQL 17 on; its name is left out where PostgreSQL chose it.
left join lateral (
    select
        concat_ws(
            ' ',
            case
                when t.typnotnull then coalesce(
                    min('CONSTRAINT ' || quote_ident(k.conname))
                        filter (where k.contype = 'n' and k.conname <> t.typname || '_not_null')
                        || ' ',
                    ''
                )
                    || 'NOT NULL'
            end,
            string_agg(
                'CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid),
                ' '
                order by k.conname collate "C"
            )
                filter (where k.contype = 'c' and k.convalidated)
        ),
        string_agg(
            ';' || chr(10) || 'ALTER DOMAIN ' || id.text || ' ADD CONSTRAINT ' || quote_ident(k.conname) || ' '
                || pg_get_constraintdef(k.oid),
            ''
            order by k.conname collate "C"
        )
            filter (where k.contype = 'c' and not k.convalidated),
        min(k.conname::text) filter (where k.contype = 'n' and k.conname <> t.typname || '_not_null'),
        (
            select array_agg(pair.text order by o.conname collate "C", pair.n)
            from pg_constraint o
            cross join lateral unnest(array[
                case when o.contype = 'c' then 'check ' || o.conname end,
                pg_get_constraintdef(o.oid),
                'comment on constraint ' || o.conname,
                obj_description(o.oid, 'pg_constraint')
            ]) with ordinality pair (text, n)
            where o.contypid = t.oid and o.contype in ('c', 'n') and not (o.contype = 'n' and pair.n < 3)
        )
    from pg_constraint k
    where k.contypid = t.oid and k.contype in ('c', 'n')
) rule (valid, unvalidated, not_null, attributes) on t.typtype = 'd'
-- A composite type's attributes.
left join lateral (
    select
        string_agg(concat_ws(' ', quote_ident(a.attname), a.type, 'COLLATE ' || a.own_collation), ', ' order by a.attnum) filter (where pair.n = 1),
        string_agg(quote_ident(a.attname), ', ' order by a.attnum) filter (where pair.n = 1),
        array_agg(pair.text order by a.attnum, pair.n)
    from (
        select
            f.attnum,
            f.attname,
            format_type(f.atttypid, f.atttypmod),
            case when f.attcollation <> ft.typcollation then f.attcollation::regcollation::text end,
            col_description(f.attrelid, f.attnum)
        from pg_attribute f
        join pg_type ft on ft.oid = f.atttypid
        where f.attrelid = t.typrelid and f.attnum > 0 and not f.attisdropped
    ) a (attnum, attname, type, own_collation, comment)
    cross join lateral unnest(array[
        'attribute ' || a.attname,
        a.type,
        'collation of attribute ' || a.attname,
        a.own_collation,
        'comment on attribute ' || a.attname,
        a.comment
    ]) with ordinality pair (text, n)
) field (texts, names, attributes) on t.typtype = 'c'
left join lateral (
    select concat_ws(
        ', ',
        'SUBTYPE = ' || format_type(g.rngsubtype, null),
        (
            select 'SUBTYPE_OPCLASS = ' || quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname)
            from pg_opclass oc
            join pg_namespace ocn on ocn.oid = oc.opcnamespace
            where oc.oid = g.rngsubopc
        ),
        'COLLATION = ' || nullif(g.rngcollation, 0)::regcollation,
        'CANONICAL = ' || nullif(g.rngcanonical, 0)::oid::regproc,
        'SUBTYPE_DIFF = ' || nullif(g.rngsubdiff, 0)::oid::regproc,
        'MULTIRANGE_TYPE_NAME = ' || format_type(g.rngmultitypid, null)
    )
) span (text) on t.typtype = 'r'
left join lateral (
    select concat_ws(
        ', ',
        'INPUT = ' || t.typinput::oid::regproc,
        'OUTPUT = ' || t.typoutput::oid::regproc,
        'RECEIVE = ' || nullif(t.typreceive::oid, 0)::regproc,
        'SEND = ' || nullif(t.typsend::oid, 0)::regproc,
        'TYPMOD_IN = ' || nullif(t.typmodin::oid, 0)::regproc,
        'TYPMOD_OUT = ' || nullif(t.typmodout::oid, 0)::regproc,
        'ANALYZE = ' || nullif(t.typanalyze::oid, 0)::regproc,
        'INTERNALLENGTH = ' || case t.typlen when -1 then 'variable' else t.typlen::text end,
        case when t.typbyval then 'PASSEDBYVALUE' end,
        'ALIGNMENT = ' || case t.typalign when 'c' then 'char' when 's' then 'int2' when 'i' then 'int4' else 'double' end,
        'STORAGE = ' || case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended' else 'main' end,
        'CATEGORY = ' || quote_literal(t.typcategory::text),
        case when t.typispreferred then 'PREFERRED = true' end,
        'DEFAULT = ' || quote_literal(t.typdefault),
        'ELEMENT = ' || format_type(nullif(t.typelem, 0), null),
        'DELIMITER = ' || quote_literal(t.typdelim::text),
        'COLLATABLE = ' || case when t.typcollation <> 0 then 'true' end
    )
) stored (text) on t.typtype = 'b'
where n.nspname = any (:schemas)
    and (t.typtype in ('d', 'c', 'r', 'b') or (t.typtype = 'p' and not t.typisdefined))
    and (t.typrelid = 0 or c.relkind = 'c')
    -- Array types come with their elements' types.
    and not exists (select from pg_type element where element.typarray = t.oid)
    and not exists (
        select
        from pg_depend e
        where e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype = 'e'
    )
