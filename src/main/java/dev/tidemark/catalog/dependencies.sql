with type_object (classid, objid, kind, schema, name, member) as materialized (
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
),
-- The functions that come with a range.
built (objid, typeid) as materialized (
    select d.objid, d.refobjid
    from pg_depend d
    where d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass and d.deptype = 'i' and d.objid >= 16384
),
object (classid, objid, kind, schema, name, member) as materialized (
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
    select t.classid, t.objid, t.kind, t.schema, t.name, t.member
    from type_object t
    union all
    select 'pg_proc'::regclass, b.objid, t.kind, t.schema, t.name, t.member
    from built b
    join type_object t on t.objid = b.typeid
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
    where p.oid >= 16384 and not exists (select from built b where b.objid = p.oid)
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
    select 'pg_foreign_data_wrapper'::regclass, w.oid, 'OTHER', '', 'foreign data wrapper ' || w.fdwname, ''
    from pg_foreign_data_wrapper w
    where w.oid >= 16384
    union all
    select 'pg_foreign_server'::regclass, s.oid, 'OTHER', '', 'server ' || s.srvname, ''
    from pg_foreign_server s
    union all
    select 'pg_user_mapping'::regclass, m.umid, 'OTHER', '', 'user mapping for ' || m.usename || ' server ' || m.srvname, ''
    from pg_user_mappings m
    union all
    select 'pg_publication_rel'::regclass, r.oid, 'OTHER', '', 'publication ' || p.pubname, ''
    from pg_publication_rel r
    join pg_publication p on p.oid = r.prpubid
    union all
    select 'pg_policy'::regclass, p.oid, 'POLICY', n.nspname, c.relname, p.polname
    from pg_policy p
    join pg_class c on c.oid = p.polrelid
    join pg_namespace n on n.oid = c.relnamespace
    union all
    select 'pg_statistic_ext'::regclass, s.oid, 'STATISTICS', n.nspname, s.stxname, ''
    from pg_statistic_ext s
    join pg_namespace n on n.oid = s.stxnamespace
    union all
    select other.classid, other.objid, 'OTHER', n.nspname, other.name, ''
    from (
        select 'pg_collation'::regclass, c.oid, c.collnamespace, 'collation ' || c.collname
        from pg_collation c
        union all
        select
            'pg_operator'::regclass,
            o.oid,
            o.oprnamespace,
            'operator ' || o.oprname || '(' || concat_ws(', ', format_type(nullif(o.oprleft, 0), null), format_type(o.oprright, null)) || ')'
        from pg_operator o
        where o.oid >= 16384
        union all
        select 'pg_opfamily'::regclass, f.oid, f.opfnamespace, 'operator family ' || f.opfname || ' using ' || am.amname
        from pg_opfamily f
        join pg_am am on am.oid = f.opfmethod
        union all
        select 'pg_opclass'::regclass, c.oid, c.opcnamespace, 'operator class ' || c.opcname || ' using ' || am.amname
        from pg_opclass c
        join pg_am am on am.oid = c.opcmethod
        union all
        -- An operator or function of a family stands for the class that it came with, or else for the family.
        select
            item.classid,
            item.oid,
            coalesce(c.opcnamespace, f.opfnamespace),
            coalesce('operator class ' || c.opcname, 'operator family ' || f.opfname) || ' using ' || am.amname
        from (
            select 'pg_amop'::regclass, m.oid, m.amopfamily
            from pg_amop m
            union all
            select 'pg_amproc'::regclass, m.oid, m.amprocfamily
            from pg_amproc m
        ) item (classid, oid, family)
        join pg_opfamily f on f.oid = item.family
        join pg_am am on am.oid = f.opfmethod
        left join pg_depend own
            on own.classid = item.classid
            and own.objid = item.oid
            and own.refclassid = 'pg_opclass'::regclass
            and own.deptype = 'i'
        left join pg_opclass c on c.oid = own.refobjid
        where item.oid >= 16384
        union all
        select 'pg_ts_dict'::regclass, d.oid, d.dictnamespace, 'text search dictionary ' || d.dictname
        from pg_ts_dict d
        union all
        select 'pg_ts_config'::regclass, c.oid, c.cfgnamespace, 'text search configuration ' || c.cfgname
        from pg_ts_config c
        union all
        select 'pg_ts_parser'::regclass, p.oid, p.prsnamespace, 'text search parser ' || p.prsname
        from pg_ts_parser p
        union all
        select 'pg_ts_template'::regclass, t.oid, t.tmplnamespace, 'text search template ' || t.tmplname
        from pg_ts_template t
        union all
        select 'pg_conversion'::regclass, c.oid, c.connamespace, 'conversion ' || c.conname
        from pg_conversion c
        union all
        select
            'pg_cast'::regclass,
            c.oid,
            case when s.typnamespace in (select m.oid from pg_namespace m where m.nspname = any (:schemas)) then s.typnamespace else t.typnamespace end,
            'cast(' || format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null) || ')'
        from pg_cast c
        join pg_type s on s.oid = c.castsource
        join pg_type t on t.oid = c.casttarget
        where not exists (
            select
            from pg_depend d
            where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i'
        )
    ) other (classid, objid, namespace, name)
    join pg_namespace n on n.oid = other.namespace
    where other.objid >= 16384
),
edge as materialized (
    select
        case when d.objsubid > 0 and own.kind = 'TABLE' then 'COLUMN' else own.kind end as kind,
        own.schema,
        own.name,
        -- Not joins: most edges are of or on something else than a column.
        case
            when d.objsubid > 0 and own.kind = 'TABLE' and d.classid = 'pg_class'::regclass then (
                select a.attname from pg_attribute a where a.attrelid = d.objid and a.attnum = d.objsubid
            )
            when d.objsubid > 0 and own.kind = 'TABLE' then null
            else own.member
        end as member,
        used.kind as on_kind,
        used.schema as on_schema,
        used.name as on_name,
        used.member as on_member,
        case
            when d.refobjsubid > 0 and d.refclassid = 'pg_class'::regclass then (
                select a.attname from pg_attribute a where a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            )
        end as on_column
    from pg_depend d
    join object own on own.classid = d.classid and own.objid = d.objid
    join object used on used.classid = d.refclassid and used.objid = d.refobjid
    where d.deptype in ('n', 'a', 'i', 'P', 'S')
        /* scope */
        and (own.schema = any (:schemas) or used.schema = any (:schemas) or own.schema = '' and used.schema = '')
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
