-- What belongs to some relations: a row of the catalogs that is about one of these is about nothing else.
scope_relation (oid) as materialized (
    select c.oid
    from rows from (pg_catalog.unnest(%s), pg_catalog.unnest(%s)) as s (schema, name)
    join pg_catalog.pg_namespace n on n.nspname = s.schema
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s.name
    where c.relkind in ('r', 'p', 'f', 'v', 'm')
),
scope_class (oid) as materialized (
    select r.oid
    from scope_relation r
    union
    select i.indexrelid
    from scope_relation r
    join pg_catalog.pg_index i on i.indrelid = r.oid
    union
    select c.reltoastrelid
    from scope_relation r
    join pg_catalog.pg_class c on c.oid = r.oid
    where c.reltoastrelid <> 0
    union
    select i.indexrelid
    from scope_relation r
    join pg_catalog.pg_class c on c.oid = r.oid
    join pg_catalog.pg_index i on i.indrelid = c.reltoastrelid
    union
    -- The sequences of columns.
    select q.oid
    from scope_relation r
    join pg_catalog.pg_depend d on d.refobjid = r.oid
    join pg_catalog.pg_class q on q.oid = d.objid and q.relkind = 'S'
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.refobjsubid > 0
        and d.deptype in ('a', 'i')
),
scope (classid, objid) as materialized (
    select 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid
    from scope_class c
    union all
    select 'pg_catalog.pg_type'::pg_catalog.regclass, x.oid
    from scope_class c
    join pg_catalog.pg_type t on t.typrelid = c.oid
    join pg_catalog.pg_type x on x.oid in (t.oid, t.typarray)
    union all
    select 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid
    from scope_relation r
    join pg_catalog.pg_constraint k on k.conrelid = r.oid
    union all
    select 'pg_catalog.pg_attrdef'::pg_catalog.regclass, d.oid
    from scope_relation r
    join pg_catalog.pg_attrdef d on d.adrelid = r.oid
    union all
    select 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid
    from scope_relation r
    join pg_catalog.pg_rewrite w on w.ev_class = r.oid
    union all
    select 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid
    from scope_relation r
    join pg_catalog.pg_policy p on p.polrelid = r.oid
    union all
    select 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid
    from scope_relation r
    join pg_catalog.pg_trigger t on t.tgrelid = r.oid
    union all
    -- A foreign key has triggers on the other table, too.
    select 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid
    from scope_relation r
    join pg_catalog.pg_constraint k on k.conrelid = r.oid
    join pg_catalog.pg_trigger t on t.tgconstraint = k.oid
)
