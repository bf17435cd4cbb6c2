-- Indexes of single partitions: the next partition comes without them.
select
    'INDEX' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    x.relname::text as member,
    null::text as at,
    'is on this partition only, not on ' || h.inhparent::regclass || ': another partition comes without it' as message,
    'declare it on ' || h.inhparent::regclass as way
from pg_index i
join pg_class x on x.oid = i.indexrelid
join pg_class t on t.oid = i.indrelid and t.relispartition
join pg_namespace n on n.oid = t.relnamespace
join pg_inherits h on h.inhrelid = t.oid
where n.nspname = any (:schemas)
    and not x.relispartition
    and not exists (select from pg_constraint c where c.conindid = x.oid and c.contype in ('p', 'u', 'x'))
    -- A default partition is of another kind than its siblings.
    and exists (
        select
        from pg_inherits s
        where s.inhparent = h.inhparent
            and s.inhrelid <> t.oid
            and not exists (
                select
                from pg_index j
                join pg_class y on y.oid = j.indexrelid
                where j.indrelid = s.inhrelid and not y.relispartition and j.indkey = i.indkey
            )
    )
