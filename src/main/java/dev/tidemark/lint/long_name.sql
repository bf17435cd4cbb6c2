-- Names of 63 bytes, where PostgreSQL cuts.
with named (kind, nspname, relname, member, name) as (
    select
        case t.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED_VIEW' when 'S' then 'SEQUENCE' else 'TABLE' end,
        n.nspname,
        t.relname::text,
        '',
        t.relname::text
    from pg_class t
    join pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select 'COLUMN', n.nspname, t.relname::text, a.attname::text, a.attname::text
    from pg_attribute a
    join pg_class t on t.oid = a.attrelid
    join pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    union all
    select 'INDEX', n.nspname, t.relname::text, x.relname::text, x.relname::text
    from pg_index i
    join pg_class x on x.oid = i.indexrelid
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    where not exists (select from pg_constraint c where c.conindid = x.oid and c.contype in ('p', 'u', 'x'))
    union all
    select 'CONSTRAINT', n.nspname, t.relname::text, c.conname::text, c.conname::text
    from pg_constraint c
    join pg_class t on t.oid = c.conrelid
    join pg_namespace n on n.oid = t.relnamespace
    where c.contype <> 'n'
    union all
    select 'FUNCTION', n.nspname, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', '', p.proname::text
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
)
select
    kind,
    nspname::text as schema,
    relname as name,
    member,
    case kind when 'COLUMN' then member end as at,
    'has a name of 63 bytes, where PostgreSQL cuts: it may be cut already, and a longer one of the same beginning is'
        || ' taken for the same' as message,
    'give it a shorter name' as way
from named
where nspname = any (:schemas)
    and octet_length(name) >= 63
