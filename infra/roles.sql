-- The database roles of docs/roles.md. Run by psql, in the application's database, as its owner (on RDS the master user); as often as you like: what is there
-- stays, passwords are set anew. It ends with 3 where it could not do all of it.
--
--   psql "host=… dbname=orders user=postgres sslmode=require" \
--     -v runtime=orders_app -v runtime_password=… -v deployer=orders_deployer -v deployer_password=… \
--     -v planner=tidemark_plan -v planner_password=… -f infra/roles.sql
--
--   planner             only where plans are made of schemas that pull requests send. Run this once more after the first sync: then it may read what is recorded
--   …_password          leave it out for a role that logs in by IAM only, or whose password stays as it is
--   -v iam=true         lets all of them log in by IAM (RDS and Aurora), from then on only so
\set ON_ERROR_STOP on
\set QUIET on
SELECT '' AS fault \gset
\if :{?deployer} \else \set fault '-v deployer=ROLE is missing' \endif
\if :{?runtime} \else \set fault '-v runtime=ROLE is missing' \endif
-- A GRANT by somebody who may not is a warning to PostgreSQL, and no error.
SELECT current_database() AS database, :'fault' <> '' AS failed,
  format('%I does not own the database %I: run this as %I, or as a member of it', current_user, datname, pg_get_userbyid(datdba)) AS foreign_database,
  NOT pg_has_role(current_user, datdba, 'USAGE') AS is_foreign
FROM pg_catalog.pg_database WHERE datname = current_database() \gset
\if :failed \elif :is_foreign \set fault :foreign_database \endif
SELECT set_config('roles.fault', :'fault', false) AS fault \gset
DO $$ BEGIN IF current_setting('roles.fault') <> '' THEN RAISE EXCEPTION 'roles.sql: %', current_setting('roles.fault'); END IF; END $$;

-- 1. The application: uses the tables, reads one table of Tidemark. The deployer grants both with what it creates (TIDEMARK_RUNTIME_ROLES).
SELECT format('CREATE ROLE %I LOGIN', :'runtime') WHERE to_regrole(quote_ident(:'runtime')) IS NULL \gexec
\if :{?runtime_password}
ALTER ROLE :"runtime" LOGIN PASSWORD :'runtime_password';
\endif
GRANT CONNECT ON DATABASE :"database" TO :"runtime";

-- 2. The deployer: creates and alters, and owns what it creates.
SELECT format('CREATE ROLE %I LOGIN', :'deployer') WHERE to_regrole(quote_ident(:'deployer')) IS NULL \gexec
\if :{?deployer_password}
ALTER ROLE :"deployer" LOGIN PASSWORD :'deployer_password';
\endif
GRANT CREATE, CONNECT ON DATABASE :"database" TO :"deployer";
-- Before PostgreSQL 15 public belongs to the server's superuser, and is open to all.
SELECT format('GRANT CREATE, USAGE ON SCHEMA public TO %I', :'deployer')
FROM pg_catalog.pg_namespace WHERE nspname = 'public' AND pg_has_role(current_user, nspowner, 'USAGE') \gexec
SELECT count(*) > 0 AS closed FROM pg_catalog.pg_namespace WHERE nspname = 'public' AND NOT has_schema_privilege(:'deployer', oid, 'CREATE') \gset
\if :closed \warn 'roles.sql: the deployer may not create in the schema public, whose owner alone can grant that; other schemas it makes itself' \endif

-- 3. The planner: may try things out in a shadow, and touch nothing.
\if :{?planner}
SELECT format('CREATE ROLE %I LOGIN', :'planner') WHERE to_regrole(quote_ident(:'planner')) IS NULL \gexec
ALTER ROLE :"planner" CONNECTION LIMIT 10;
\if :{?planner_password}
ALTER ROLE :"planner" LOGIN PASSWORD :'planner_password';
\endif
GRANT CREATE, CONNECT ON DATABASE :"database" TO :"planner";
-- What a rollback does not take back, or others feel meanwhile, is taken from PUBLIC in this database, and given to every role that has or owns something in it
-- already (docs/roles.md). A role that is made later: run this once more. It wants the owner of the functions: on RDS nobody is, and then schemas that could
-- call them are not planned for others (TDM-640).
SELECT set_config('roles.planner', :'planner', false) AS planner, set_config('roles.users', :'runtime' || ',' || :'deployer', false) AS users \gset
-- lasting functions
DO $$
DECLARE
  one record;
  others text;
  kept text;
BEGIN
  SELECT string_agg(format('%I', rolname), ', ') INTO others
  FROM pg_catalog.pg_roles r
  WHERE rolname <> current_setting('roles.planner') AND rolname !~ '^pg_' AND NOT rolsuper
    AND (rolname = ANY (string_to_array(current_setting('roles.users'), ','))
      OR EXISTS (SELECT FROM pg_catalog.pg_shdepend d
        WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.refobjid = r.oid
          AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())));
  FOR one IN
    SELECT DISTINCT p.oid::pg_catalog.regprocedure AS signature, p.proname, pg_has_role(current_user, p.proowner, 'USAGE') AS mine
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e'
    LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
    WHERE (EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
        -- or taken away by this script before, and not by PostgreSQL itself
        OR NOT EXISTS (SELECT FROM pg_catalog.pg_init_privs i WHERE i.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND i.objoid = p.oid))
      AND ((n.nspname = 'pg_catalog' AND p.proname ~ ('^(pg_logical_emit_message|pg_notify|pg_(try_)?advisory_\w+|pg_sleep(_for|_until)?|set_config'
          || '|lo_\w+|lowrite|loread|pg_export_snapshot'
          || '|pg_read_(binary_)?file|pg_ls_\w+|pg_stat_file|pg_reload_conf|pg_rotate_logfile|pg_log_backend_memory_contexts'
          || '|pg_switch_wal|pg_create_restore_point|pg_backup_(start|stop)|pg_start_backup|pg_stop_backup|pg_promote'
          || '|pg_wal_replay_(pause|resume)|pg_create_\w+_slot|pg_drop_replication_slot|pg_copy_\w+_slot'
          || '|pg_logical_slot_\w+|pg_replication_\w+|pg_sync_replication_slots|pg_stat_reset\w*)$'))
        OR e.extname ~ '^(dblink|postgres_fdw|adminpack|aws_s3|aws_lambda|http|pg_net)$')
  LOOP
    IF one.mine THEN
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one.signature);
      IF others IS NOT NULL THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', one.signature, others);
      END IF;
    ELSE
      kept := 'pg_logical_emit_message';
    END IF;
  END LOOP;
  IF kept IS NOT NULL THEN
    RAISE WARNING 'roles.sql: PUBLIC may still execute functions such as %, which only their owner can change; schemas that could call them are not planned for others', kept;
  END IF;
END $$;
-- As the owner of the control tables, usually the deployer, whom RDS's master user must first be a member of.
SELECT count(*) > 0 AS recorded, coalesce(min(tableowner), '') AS owner, coalesce(bool_or(pg_has_role(current_user, tableowner, 'USAGE')), true) AS member
FROM pg_catalog.pg_tables WHERE schemaname = 'tidemark' AND tablename = 'data_step' \gset
\if :recorded
BEGIN;
\if :member \else
GRANT :"owner" TO CURRENT_USER;
\endif
SET LOCAL ROLE :"owner";
GRANT USAGE ON SCHEMA tidemark TO :"planner";
GRANT SELECT ON tidemark.schema_version, tidemark.object, tidemark.data_step TO :"planner";
RESET ROLE;
\if :member \else
REVOKE :"owner" FROM CURRENT_USER;
\endif
COMMIT;
\endif
\endif

\if :{?iam}
GRANT rds_iam TO :"runtime", :"deployer";
\if :{?planner}
GRANT rds_iam TO :"planner";
\endif
\endif
