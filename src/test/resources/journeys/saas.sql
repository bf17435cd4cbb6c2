--= schema
-- Multi-tenant: every table knows its tenant, row security keeps them apart.
CREATE SCHEMA core;
CREATE SCHEMA api;
COMMENT ON SCHEMA api IS 'What the outside sees';

CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;

SET search_path = core, public;

CREATE TYPE member_role AS ENUM ('owner', 'admin', 'member');

CREATE FUNCTION current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$;
COMMENT ON FUNCTION current_tenant() IS 'The tenant of this session';

CREATE TABLE tenants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'team', 'enterprise')),
    settings jsonb NOT NULL DEFAULT '{"locale": "en"}',
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    deleted_at timestamptz
);
CREATE UNIQUE INDEX tenants_name_key ON tenants (lower(name)) WHERE deleted_at IS NULL;

CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email citext NOT NULL UNIQUE,
    password_hash text,
    last_seen timestamptz
);

CREATE TABLE memberships (
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role member_role NOT NULL DEFAULT 'member',
    invited_by uuid REFERENCES users ON DELETE SET NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX ON memberships (user_id);

CREATE TABLE projects (
    tenant_id uuid NOT NULL DEFAULT current_tenant() REFERENCES tenants ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    name varchar(80) NOT NULL,
    archived boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, name, archived)
);
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON projects USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY no_archived ON projects AS RESTRICTIVE FOR UPDATE USING (NOT archived);

CREATE TABLE tasks (
    tenant_id uuid NOT NULL,
    project_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    title text NOT NULL,
    assignee uuid,
    due date,
    done boolean DEFAULT false,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT tasks_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT tasks_assignee_fkey FOREIGN KEY (tenant_id, assignee) REFERENCES memberships (tenant_id, user_id) ON DELETE SET NULL (assignee)
);
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON tasks TO PUBLIC USING (tenant_id = (SELECT current_tenant()));
COMMENT ON POLICY tenant_isolation ON tasks IS 'Nobody sees others'' tasks';
CREATE INDEX tasks_due_idx ON tasks (tenant_id, due) WHERE NOT done;

SET search_path = api, public;
CREATE VIEW projects WITH (security_invoker = true) AS
    SELECT p.id, p.name, p.archived, count(t.id) AS open_tasks
    FROM core.projects p LEFT JOIN core.tasks t ON t.tenant_id = p.tenant_id AND t.project_id = p.id AND NOT t.done
    GROUP BY p.tenant_id, p.id;
CREATE VIEW tasks WITH (security_invoker = true, security_barrier = true) AS
    SELECT t.id, t.title, t.due, t.done, u.email AS assignee
    FROM core.tasks t LEFT JOIN core.users u ON u.id = t.assignee;
CREATE VIEW my_tasks WITH (security_invoker) AS SELECT * FROM tasks WHERE assignee = current_setting('app.email', true)::citext
    WITH LOCAL CHECK OPTION;
--= rows
insert into core.tenants (id, name) select md5('t' || i)::uuid, 'T' || i from generate_series(1, 20) i;
insert into core.users (id, email) select md5('u' || i)::uuid, 'U' || i || '@example.org' from generate_series(1, 60) i;
insert into core.memberships (tenant_id, user_id) select md5('t' || (1 + i % 20))::uuid, md5('u' || i)::uuid from generate_series(1, 60) i;
insert into core.projects (tenant_id, name) select id, 'First' from core.tenants;
insert into core.tasks (tenant_id, project_id, title, assignee) select p.tenant_id, p.id, 'Do', m.user_id from core.projects p join core.memberships m using (tenant_id);
--= step done is not null, plans are four, a unique index of another kind
--<
    done boolean DEFAULT false,
-->
    done boolean NOT NULL DEFAULT false,
--<
'team', 'enterprise'))
-->
'team', 'pro', 'enterprise'))
--<
CREATE UNIQUE INDEX tenants_name_key ON tenants (lower(name)) WHERE deleted_at IS NULL;
-->
CREATE UNIQUE INDEX tenants_name_key ON tenants (lower(name) COLLATE "C") INCLUDE (plan) WHERE deleted_at IS NULL;
--= step a table with policies of its own
--<
SET search_path = api, public;
-->
CREATE TABLE comments (
    tenant_id uuid NOT NULL,
    task_id bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    author uuid NOT NULL REFERENCES users,
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
    FOREIGN KEY (tenant_id, task_id) REFERENCES tasks ON DELETE CASCADE
);
CREATE INDEX comments_task_idx ON comments (tenant_id, task_id, at);
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON comments USING (tenant_id = current_tenant());
SET search_path = api, public;
--= step due becomes a timestamp, read by a view with check option and by an index | rewrites table core.tasks
--<
    due date,
-->
    due timestamptz,
--= step a column is renamed that a policy, a view and an index name
--<
    archived boolean NOT NULL DEFAULT false,
-->
    is_archived boolean NOT NULL DEFAULT false, -- @renamed from=archived
--<
(tenant_id, name, archived)
-->
(tenant_id, name, is_archived)
--<
USING (NOT archived)
-->
USING (NOT is_archived)
--<
SELECT p.id, p.name, p.archived,
-->
SELECT p.id, p.name, p.is_archived AS archived,
--= step row security on one more
--<
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
-->
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
--= step the email of users becomes text, a view depends on it through another
--<
    email citext NOT NULL UNIQUE,
-->
    email text NOT NULL UNIQUE,
--<
WHERE assignee = current_setting('app.email', true)::citext
-->
WHERE assignee = current_setting('app.email', true)
--= step a view is not needed any more
--<
CREATE VIEW my_tasks WITH (security_invoker) AS SELECT * FROM tasks WHERE assignee = current_setting('app.email', true)
    WITH LOCAL CHECK OPTION;
-->
--= step a role goes, another comes, and one is called differently
--<
('owner', 'admin', 'member')
-->
(
    'owner',
    'maintainer', -- @renamed from=admin
    'member',
    'guest'
)
--= step the foreign key cascades, a sum in the view
--<
ON DELETE SET NULL (assignee)
-->
ON DELETE SET NULL (assignee) DEFERRABLE INITIALLY DEFERRED
--<
count(t.id) AS open_tasks
-->
count(t.id) AS open_tasks, max(t.due) AS last_due
