-- Functions that run with their owner's rights and the caller's search_path.
select
    'FUNCTION' as kind,
    n.nspname::text as schema,
    p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name,
    '' as member,
    null::text as at,
    'is SECURITY DEFINER and takes the search_path of its caller, who can put objects of his own in front' as message,
    'SET search_path = ''''  and qualified names in the body' as way
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname = any (:schemas)
    and p.prosecdef
    and not exists (select from unnest(p.proconfig) as s where s like 'search_path=%')
    and coalesce(to_jsonb(p) ->> 'prosqlbody', '') = ''
