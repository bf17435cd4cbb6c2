-- Indexes that another one repeats; that of a constraint stays, else the unique one, else the first by name.
with ix as (
    select
        i.*,
        n.nspname,
        t.relname,
        x.relname as index,
        x.relam,
        exists (select from pg_constraint c where c.conindid = x.oid and c.contype in ('p', 'u', 'x')) as owned,
        coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
        coalesce(pg_get_expr(i.indexprs, i.indrelid), '') as expressions
    from pg_index i
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    join pg_class x on x.oid = i.indexrelid
    where n.nspname = any (:schemas)
        and not t.relispartition
)
select distinct on (b.nspname, b.relname, b.index)
    case when b.owned then 'CONSTRAINT' else 'INDEX' end as kind,
    b.nspname::text as schema,
    b.relname::text as name,
    b.index::text as member,
    null::text as at,
    'repeats ' || quote_ident(a.index) || ': the same columns in the same order; every write pays for both' as message,
    'leave one of them out' as way
from ix a
join ix b
    on b.indrelid = a.indrelid
    and b.indexrelid <> a.indexrelid
    and b.relam = a.relam
    and b.indkey = a.indkey
    and b.indnkeyatts = a.indnkeyatts
    and b.indclass = a.indclass
    and b.indcollation = a.indcollation
    and b.indoption = a.indoption
    and b.predicate = a.predicate
    and b.expressions = a.expressions
    and b.indisexclusion = a.indisexclusion
where (a.owned, a.indisprimary, a.indisunique, b.index) > (b.owned, b.indisprimary, b.indisunique, a.index)
order by b.nspname, b.relname, b.index, a.index
