with object (classid, objid, kind, schema, name, member) as materialized (
    select
        'pg_class'::regclass::oid,
        c.oid,
        case c.relkind
            when 'v' then 'VIEW'
            when 'm' then 'MATERIALIZED_VIEW'
            when 'S' then 'SEQUENCE'
            when 'c' then 'TYPE'
            else 'TABLE'
        end,
        n.nspname::text,
        c.relname::text,
        ''
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S', 'c') and c.oid >= 16384
    union all
    select 'pg_class'::regclass, i.indexrelid, 'INDEX', n.nspname, c.relname, x.relname
    from pg_index i
    join pg_class x on x.oid = i.indexrelid
    join pg_class c on c.oid = i.indrelid
    join pg_namespace n on n.oid = c.relnamespace
    where i.indexrelid >= 16384 and c.relkind in ('r', 'p', 'm')
    union all
    -- An array stands for its elements, a row type for its relation, a multirange for its range.
    select
        'pg_type'::regclass,
        t.oid,
        case c.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED_VIEW' when 'c' then 'TYPE' else 'TABLE' end,
        n.nspname,
        c.relname,
        ''
    from pg_type t
    left join pg_type e on e.typarray = t.oid
    join pg_class c on c.oid = coalesce(nullif(t.typrelid, 0), e.typrelid)
    join pg_namespace n on n.oid = c.relnamespace
    where t.oid >= 16384 and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c')
    union all
    select 'pg_type'::regclass, t.oid, 'TYPE', n.nspname, own.typname, ''
    from pg_type t
    left join pg_type e on e.typarray = t.oid
    left join pg_range g on g.rngmultitypid = coalesce(e.oid, t.oid)
    join pg_type own on own.oid = coalesce(g.rngtypid, e.oid, t.oid)
    join pg_namespace n on n.oid = own.typnamespace
    where t.oid >= 16384 and own.typrelid = 0
    union all
    select
        'pg_proc'::regclass,
        p.oid,
        'FUNCTION',
        n.nspname,
        p.proname || '(' || oidvectortypes(p.proargtypes) || ')',
        ''
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where p.oid >= 16384
    union all
    select 'pg_constraint'::regclass, k.oid, 'CONSTRAINT', n.nspname, c.relname, k.conname
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    where k.oid >= 16384 and k.contype in ('p', 'u', 'c', 'f', 'x')
    union all
    select 'pg_constraint'::regclass, k.oid, 'TYPE', n.nspname, t.typname, ''
    from pg_constraint k
    join pg_type t on t.oid = k.contypid
    join pg_namespace n on n.oid = t.typnamespace
    where k.oid >= 16384
    union all
    select 'pg_attrdef'::regclass, d.oid, 'COLUMN', n.nspname, c.relname, a.attname
    from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    join pg_class c on c.oid = d.adrelid
    join pg_namespace n on n.oid = c.relnamespace
    where d.oid >= 16384
    union all
    select
        'pg_rewrite'::regclass,
        w.oid,
        case when w.rulename <> '_RETURN' then 'RULE' when c.relkind = 'm' then 'MATERIALIZED_VIEW' else 'VIEW' end,
        n.nspname,
        c.relname,
        case when w.rulename <> '_RETURN' then w.rulename else '' end
    from pg_rewrite w
    join pg_class c on c.oid = w.ev_class
    join pg_namespace n on n.oid = c.relnamespace
    where w.oid >= 16384
    union all
    select 'pg_trigger'::regclass, t.oid, 'TRIGGER', n.nspname, c.relname, t.tgname
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgparentid = 0
    union all
    select 'pg_event_trigger'::regclass, e.oid, 'OTHER', '', 'event trigger ' || e.evtname, ''
    from pg_event_trigger e
    union all
    select 'pg_policy'::regclass, p.oid, 'POLICY', n.nspname, c.relname, p.polname
    from pg_policy p
    join pg_class c on c.oid = p.polrelid
    join pg_namespace n on n.oid = c.relnamespace
    union all
    select 'pg_statistic_ext'::regclass, s.oid, 'STATISTICS', n.nspname, s.stxname, ''
    from pg_statistic_ext s
    join pg_namespace n on n.oid = s.stxnamespace
),
edge as (
    select
        case when d.objsubid > 0 and own.kind = 'TABLE' then 'COLUMN' else own.kind end as kind,
        own.schema,
        own.name,
        case when d.objsubid > 0 and own.kind = 'TABLE' then oa.attname else own.member end as member,
        used.kind as on_kind,
        used.schema as on_schema,
        used.name as on_name,
        used.member as on_member,
        ua.attname as on_column
    from pg_depend d
    join object own on own.classid = d.classid and own.objid = d.objid
    join object used on used.classid = d.refclassid and used.objid = d.refobjid
    left join pg_attribute oa
        on d.classid = 'pg_class'::regclass and oa.attrelid = d.objid and oa.attnum = d.objsubid and d.objsubid > 0
    left join pg_attribute ua
        on d.refclassid = 'pg_class'::regclass and ua.attrelid = d.refobjid and ua.attnum = d.refobjsubid and d.refobjsubid > 0
    where d.deptype in ('n', 'a', 'i', 'P', 'S')
        and (own.schema = any (:schemas) or used.schema = any (:schemas))
)
select distinct e.*
from edge e
-- That a member belongs to its relation, and a default to its column, goes without saying.
where not (
    e.schema = e.on_schema
    and e.name = e.on_name
    and e.on_member = ''
    and (e.member = '' or e.on_column is null or e.kind = 'COLUMN' and e.member = e.on_column)
)
