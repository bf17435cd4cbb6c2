-- Numbered keys of 16 or 32 bits, and sequences narrower than the column that they number.
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    case
        when a.atttypid in (21, 23)
            then 'is a numbered key of type ' || format_type(a.atttypid, null) || ': after '
                || case a.atttypid when 21 then '32,767' else '2,147,483,647' end
                || ' rows inserts fail, and the way out rewrites this table and all that refer to it'
        else 'is ' || format_type(a.atttypid, null) || ', but its sequence counts in ' || format_type(q.seqtypid, null)
            || ': inserts fail when the sequence ends'
    end as message,
    case when a.atttypid in (21, 23) then 'declare it as bigint' else 'declare the sequence AS bigint' end as way
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join lateral (
    select q.seqtypid
    from pg_depend p
    join pg_sequence q
        on q.seqrelid = case when p.classid = 'pg_attrdef'::regclass then p.refobjid else p.objid end
    where (p.classid = 'pg_attrdef'::regclass and p.objid = d.oid and p.refclassid = 'pg_class'::regclass)
        or (
            p.classid = 'pg_class'::regclass
            and p.refclassid = 'pg_class'::regclass
            and p.refobjid = a.attrelid
            and p.refobjsubid = a.attnum
            and p.deptype = 'i'
        )
    limit 1
) q on true
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    and q.seqtypid is not null
    and (
        (
            a.atttypid in (21, 23)
            and exists (
                select from pg_constraint c where c.conrelid = a.attrelid and c.contype = 'p' and a.attnum = any (c.conkey)
            )
        )
        or (a.atttypid = 20 and q.seqtypid <> 20)
    )
