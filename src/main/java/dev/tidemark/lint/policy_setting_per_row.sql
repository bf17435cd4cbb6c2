-- Policies that ask for a setting once a row.
select
    'POLICY' as kind,
    n.nspname::text as schema,
    t.relname::text as name,
    p.polname::text as member,
    null::text as at,
    'may call current_setting() for each row that is read' as message,
    '(SELECT current_setting(…)) is called once a statement' as way
from pg_policy p
join pg_class t on t.oid = p.polrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = any (:schemas)
    and concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
        ~ '(?<!SELECT \(*)current_setting\('
