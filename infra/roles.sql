-- The database roles of docs/roles.md. Run by psql, in the application's database, as its owner (on RDS the master user); as often as you like: what is there
-- stays, passwords are set anew.
--
--   psql "host=… dbname=orders user=postgres sslmode=verify-full" -v ON_ERROR_STOP=1 \
--     -v runtime=orders_app -v runtime_password=… -v deployer=orders_deployer -v deployer_password=… \
--     -v planner=tidemark_plan -v planner_password=… -f infra/roles.sql
--
--   planner             only where plans are made of schemas that pull requests send. Run this once more after the first sync: then it may read what is recorded
--   …_password          leave it out for a role that logs in by IAM only, or whose password stays as it is
--   -v iam=true         lets all of them log in by IAM (RDS and Aurora)
\set ON_ERROR_STOP on
\set QUIET on
\if :{?runtime} \else \echo 'roles.sql: -v runtime=ROLE is missing' \quit \endif
\if :{?deployer} \else \echo 'roles.sql: -v deployer=ROLE is missing' \quit \endif
SELECT current_database() AS database \gset

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
GRANT CREATE, USAGE ON SCHEMA public TO :"deployer";

-- 3. The planner: may try things out in a shadow, and touch nothing.
\if :{?planner}
SELECT format('CREATE ROLE %I LOGIN', :'planner') WHERE to_regrole(quote_ident(:'planner')) IS NULL \gexec
ALTER ROLE :"planner" CONNECTION LIMIT 10;
\if :{?planner_password}
ALTER ROLE :"planner" LOGIN PASSWORD :'planner_password';
\endif
GRANT CREATE, CONNECT ON DATABASE :"database" TO :"planner";
-- As the owner of the control tables, the deployer, whom RDS's master user must first be a member of.
SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = 'tidemark' AND tablename = 'object') AS recorded \gset
\if :recorded
BEGIN;
GRANT :"deployer" TO CURRENT_USER;
SET ROLE :"deployer";
GRANT USAGE ON SCHEMA tidemark TO :"planner";
GRANT SELECT ON tidemark.schema_version, tidemark.object TO :"planner";
RESET ROLE;
REVOKE :"deployer" FROM CURRENT_USER;
COMMIT;
\endif
\endif

\if :{?iam}
GRANT rds_iam TO :"runtime", :"deployer";
\if :{?planner}
GRANT rds_iam TO :"planner";
\endif
\endif
