-- Without those of identity columns ('i'); 'a' is OWNED BY.
select
    n.nspname,
    c.relname,
    format_type(s.seqtypid, null) as type,
    s.seqstart,
    s.seqincrement,
    s.seqmin,
    s.seqmax,
    s.seqcache,
    s.seqcycle,
    c.relpersistence = 'u' as unlogged,
    tn.nspname as table_schema,
    t.relname as table_name,
    a.attname as column_name,
    pg_get_userbyid(c.relowner) as owner,
    obj_description(c.oid, 'pg_class') as comment
from pg_sequence s
join pg_class c on c.oid = s.seqrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_depend own
    on own.classid = 'pg_class'::regclass
    and own.objid = c.oid
    and own.refclassid = 'pg_class'::regclass
    and own.refobjsubid > 0
    and own.deptype = 'a'
left join pg_class t on t.oid = own.refobjid
left join pg_namespace tn on tn.oid = t.relnamespace
left join pg_attribute a on a.attrelid = own.refobjid and a.attnum = own.refobjsubid
where n.nspname = any (:schemas)
    and not exists (
        select
        from pg_depend e
        where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype in ('e', 'i')
    )
