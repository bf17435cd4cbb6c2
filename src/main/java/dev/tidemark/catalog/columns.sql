-- The planner takes these for few rows each, and would look them up once for each column.
with identity as materialized (
    select
        own.refobjid as relation,
        own.refobjsubid as attnum,
        s.seqtypid,
        s.seqstart,
        s.seqincrement,
        s.seqmin,
        s.seqmax,
        s.seqcache,
        s.seqcycle,
        sc.relname
    from pg_sequence s
    join pg_class sc on sc.oid = s.seqrelid
    join pg_depend own
        on own.classid = 'pg_class'::regclass
        and own.objid = s.seqrelid
        and own.refclassid = 'pg_class'::regclass
        and own.deptype = 'i'
),
not_null as materialized (
    select k.oid, k.conrelid, k.conkey[1] as attnum, k.conname, k.convalidated, k.connoinherit, k.conislocal
    from pg_constraint k
    where k.contype = 'n' and k.conrelid <> 0
)
select
    n.nspname,
    c.relname,
    a.attname,
    row_number() over (partition by a.attrelid order by a.attnum) as position,
    format_type(a.atttypid, a.atttypmod) as type,
    -- A not-null constraint that is not validated yet (PostgreSQL 18) does not make the column NOT NULL.
    a.attnotnull and coalesce(nn.convalidated, true) as not_null,
    case
        when a.attcollation <> t.typcollation then (
            select quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
            from pg_collation co
            join pg_namespace cn on cn.oid = co.collnamespace
            where co.oid = a.attcollation
        )
    end as collation,
    pg_get_expr(d.adbin, d.adrelid) as default_sql,
    a.attgenerated,
    a.attidentity,
    case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end as storage,
    case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' else '' end as compression,
    coalesce(a.attstattarget, -1) as statistics,
    ad.description as comment,
    a.attislocal,
    format_type(s.seqtypid, null) as sequence_type,
    s.seqstart,
    s.seqincrement,
    s.seqmin,
    s.seqmax,
    s.seqcache,
    s.seqcycle,
    s.relname as sequence_name,
    nn.conname as not_null_name,
    coalesce(a.attoptions, '{}') as options,
    coalesce(a.attfdwoptions, '{}') as server_options,
    a.attinhcount > 0 as inherited,
    nn.convalidated as not_null_validated,
    nn.connoinherit as not_null_no_inherit,
    nn.conislocal as not_null_local,
    nd.description as not_null_comment
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join identity s on a.attidentity <> '' and s.relation = a.attrelid and s.attnum = a.attnum
left join not_null nn on a.attnotnull and nn.conrelid = a.attrelid and nn.attnum = a.attnum
-- A join, since col_description() runs a query for each row.
left join pg_description ad on ad.objoid = a.attrelid and ad.classoid = 'pg_class'::regclass and ad.objsubid = a.attnum
left join pg_description nd on nd.objoid = nn.oid and nd.classoid = 'pg_constraint'::regclass and nd.objsubid = 0
where n.nspname = any (:schemas)
    /* scope */
    and c.relkind in ('r', 'p', 'f', 'v', 'm')
    and a.attnum > 0
    and not a.attisdropped
order by n.nspname, c.relname, a.attnum
