-- Moments without a zone.
select
    'COLUMN' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    a.attname::text as member,
    a.attname::text as at,
    case
        when y.typname in ('timestamp', '_timestamp')
            then 'is a timestamp without time zone: what moment it means depends on who reads it (in Java: LocalDateTime)'
        else 'is a time with time zone, which says no moment and no zone either'
    end as message,
    case when y.typname in ('timestamp', '_timestamp') then 'timestamptz (in Java: Instant)' else 'time or timestamptz' end
        as way
from pg_attribute a
join pg_class t on t.oid = a.attrelid
join pg_namespace n on n.oid = t.relnamespace
join pg_type y on y.oid = a.atttypid
where n.nspname = any (:schemas)
    and t.relkind in ('r', 'p')
    and not t.relispartition
    and a.attnum > 0
    and not a.attisdropped
    and y.typname in ('timestamp', '_timestamp', 'timetz', '_timetz')
