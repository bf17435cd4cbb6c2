-- Constraints that not every row has to satisfy.
select
    'CONSTRAINT' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    c.conname::text as member,
    null::text as at,
    case
        when to_jsonb(c) ->> 'conenforced' = 'false' then 'is NOT ENFORCED: no row has to satisfy it'
        else 'is NOT VALID: rows that were there before need not satisfy it'
    end as message,
    case
        when to_jsonb(c) ->> 'conenforced' = 'false' then 'ENFORCED, or leave it out'
        else 'leave out NOT VALID: Tidemark adds and validates it without a long lock'
    end as way
from pg_constraint c
join pg_class t on t.oid = c.conrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and c.contype in ('c', 'f')
    and c.conparentid = 0
    and c.coninhcount = 0
    and not c.convalidated
