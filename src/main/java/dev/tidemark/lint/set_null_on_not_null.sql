-- Foreign keys whose action empties a column that may not be empty.
select
    'CONSTRAINT' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    c.conname::text as member,
    a.attname::text as at,
    'ON ' || u.event || ' SET NULL would empty ' || quote_ident(a.attname)
        || ', which is NOT NULL: the first such ' || lower(u.event) || ' fails' as message,
    'drop NOT NULL, or choose CASCADE or RESTRICT' as way
from pg_constraint c
join pg_class t on t.oid = c.conrelid
join pg_namespace n on n.oid = t.relnamespace
-- PostgreSQL 15 and later can name the columns that a delete empties.
cross join lateral (
    values
        (
            'DELETE',
            c.confdeltype,
            coalesce(
                (
                    select array_agg(e::int2)
                    from jsonb_array_elements_text(nullif(to_jsonb(c) -> 'confdelsetcols', 'null')) as e
                ),
                c.conkey
            )
        ),
        ('UPDATE', c.confupdtype, c.conkey)
) as u (event, action, columns)
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (u.columns)
where n.nspname = any (:schemas)
    and c.contype = 'f'
    and c.conparentid = 0
    and u.action = 'n'
    and a.attnotnull
