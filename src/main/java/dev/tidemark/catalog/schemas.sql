select n.nspname, pg_get_userbyid(n.nspowner), obj_description(n.oid, 'pg_namespace')
from pg_namespace n
where n.nspname = any (:schemas)
