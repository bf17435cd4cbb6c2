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
-- As the owner of the control tables, usually the deployer, whom RDS's master user must first be a member of.
SELECT count(*) > 0 AS recorded, coalesce(min(tableowner), '') AS owner, coalesce(bool_or(pg_has_role(current_user, tableowner, 'USAGE')), true) AS member
FROM pg_catalog.pg_tables WHERE schemaname = 'tidemark' AND tablename = 'object' \gset
\if :recorded
BEGIN;
\if :member \else
GRANT :"owner" TO CURRENT_USER;
\endif
SET LOCAL ROLE :"owner";
GRANT USAGE ON SCHEMA tidemark TO :"planner";
GRANT SELECT ON tidemark.schema_version, tidemark.object TO :"planner";
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
