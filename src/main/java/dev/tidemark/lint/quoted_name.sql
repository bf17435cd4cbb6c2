-- Names that every query has to quote; the columns of one table together.
with named (kind, nspname, relname, name) as (
    select
        case t.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED_VIEW' else 'TABLE' end,
        n.nspname,
        t.relname::text,
        t.relname::text
    from pg_class t
    join pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p', 'v', 'm', 'f') and not t.relispartition
    union all
    select 'COLUMN', n.nspname, t.relname::text, a.attname::text
    from pg_attribute a
    join pg_class t on t.oid = a.attrelid
    join pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p') and not t.relispartition and a.attnum > 0 and not a.attisdropped and a.attislocal
    union all
    select 'TYPE', n.nspname, y.typname::text, y.typname::text
    from pg_type y
    join pg_namespace n on n.oid = y.typnamespace
    where y.typtype in ('e', 'd')
),
quoted as (
    select *
    from named
    where nspname = any (:schemas)
        and (
            name !~ '^[a-z_][a-z0-9_]*$'
            -- Words such as "position" are quoted by tools and need not be.
            or exists (select from pg_get_keywords() k where k.word = name and k.catcode in ('R', 'T'))
        )
)
select
    kind,
    nspname::text as schema,
    relname as name,
    '' as member,
    null::text as at,
    'has a name that every query has to quote' as message,
    'another name, in lower case letters, digits and _' as way
from quoted
where kind <> 'COLUMN'
union all
select
    case when count(*) = 1 then 'COLUMN' else 'TABLE' end,
    nspname::text,
    relname,
    case when count(*) = 1 then min(name) else '' end,
    case when count(*) = 1 then min(name) end,
    case
        when count(*) = 1 then 'has a name that every query has to quote'
        else 'has ' || count(*) || ' columns whose names every query has to quote: '
            || string_agg(quote_ident(name), ', ' order by name)
    end,
    'other names, in lower case letters, digits and _'
from quoted
where kind = 'COLUMN'
group by nspname, relname
