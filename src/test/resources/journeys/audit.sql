--= schema
SET client_encoding = 'UTF8';
SET check_function_bodies = false;
CREATE SCHEMA audit AUTHORIZATION postgres;
REVOKE ALL ON SCHEMA audit FROM PUBLIC;
COMMENT ON SCHEMA audit IS 'Out-of-table audit';
CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;

CREATE TABLE audit.logged_actions (
    event_id bigserial PRIMARY KEY,
    schema_name text NOT NULL,
    table_name text NOT NULL,
    relid oid NOT NULL,
    session_user_name text,
    action_tstamp_tx TIMESTAMP WITH TIME ZONE NOT NULL,
    transaction_id bigint,
    client_addr inet,
    action TEXT NOT NULL CHECK (action IN ('I','D','U', 'T')),
    row_data hstore,
    changed_fields hstore,
    statement_only boolean NOT NULL
);
COMMENT ON COLUMN audit.logged_actions.row_data IS 'Record value. Null for statement-level trigger. For INSERT this is the new tuple.';
CREATE INDEX logged_actions_relid_idx ON audit.logged_actions (relid);
CREATE INDEX logged_actions_action_tstamp_tx_brin ON audit.logged_actions USING brin (action_tstamp_tx timestamptz_minmax_multi_ops);

CREATE OR REPLACE FUNCTION audit.if_modified_func() RETURNS trigger AS $body$
DECLARE
    audit_row audit.logged_actions;
    excluded_cols text[] = ARRAY[]::text[];
BEGIN
    IF TG_WHEN <> 'AFTER' THEN
        RAISE EXCEPTION 'audit.if_modified_func() may only run as an AFTER trigger';
    END IF;
    audit_row = ROW(nextval('audit.logged_actions_event_id_seq'), TG_TABLE_SCHEMA::text, TG_TABLE_NAME::text, TG_RELID, session_user::text,
        current_timestamp, txid_current(), inet_client_addr(), substring(TG_OP,1,1), NULL, NULL, 'f');
    IF TG_ARGV[1] IS NOT NULL THEN excluded_cols = TG_ARGV[1]::text[]; END IF;
    IF (TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW') THEN
        audit_row.row_data = hstore(OLD.*) - excluded_cols;
        audit_row.changed_fields = (hstore(NEW.*) - audit_row.row_data) - excluded_cols;
        IF audit_row.changed_fields = hstore('') THEN RETURN NULL; END IF;
    ELSIF (TG_OP = 'DELETE' AND TG_LEVEL = 'ROW') THEN
        audit_row.row_data = hstore(OLD.*) - excluded_cols;
    ELSIF (TG_OP = 'INSERT' AND TG_LEVEL = 'ROW') THEN
        audit_row.row_data = hstore(NEW.*) - excluded_cols;
    END IF;
    INSERT INTO audit.logged_actions VALUES (audit_row.*);
    RETURN NULL;
END;
$body$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public;
COMMENT ON FUNCTION audit.if_modified_func() IS $c$Track changes; arguments: 'log query', "columns" to leave out$c$;

CREATE FUNCTION audit.touch() RETURNS trigger LANGUAGE plpgsql COST 10 LEAKPROOF AS 'BEGIN NEW.updated_at = now(); RETURN NEW; END';

CREATE TABLE public.base (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz,
    CONSTRAINT base_times CHECK (updated_at >= created_at)
);
CREATE TABLE public.documents (
    title text NOT NULL,
    body text,
    PRIMARY KEY (id)
) INHERITS (public.base);
CREATE TABLE public.contracts (
    partner text NOT NULL,
    signed date,
    CONSTRAINT contracts_pkey PRIMARY KEY (id)
) INHERITS (public.documents);
CREATE INDEX documents_title ON public.documents USING btree (title);
CREATE TRIGGER audit_trigger_row AFTER INSERT OR DELETE OR UPDATE ON public.documents FOR EACH ROW EXECUTE FUNCTION audit.if_modified_func('true', '{body}');
CREATE TRIGGER audit_trigger_stm AFTER TRUNCATE ON public.documents FOR EACH STATEMENT EXECUTE FUNCTION audit.if_modified_func('true');
CREATE TRIGGER touch BEFORE UPDATE ON public.documents FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION audit.touch();
CREATE TRIGGER touch BEFORE UPDATE ON public.contracts FOR EACH ROW EXECUTE FUNCTION audit.touch();
COMMENT ON TRIGGER touch ON public.documents IS 'when it was changed';
CREATE VIEW audit.tables AS
 SELECT DISTINCT triggers.trigger_schema AS schema, triggers.event_object_table AS auditedtable
   FROM information_schema.triggers
  WHERE triggers.trigger_name::text IN ('audit_trigger_row'::text, 'audit_trigger_stm'::text)
  ORDER BY 1, 2;
COMMENT ON VIEW audit.tables IS 'View showing all tables with auditing set up. Ordered by schema, then table.';
GRANT SELECT ON audit.tables TO PUBLIC;
--= rows
insert into documents (title) select 'd' || i from generate_series(1, 50) i;
insert into contracts (title, partner) select 'd' || i, 'p' from generate_series(1, 50) i;
--= step a column in the root of the inheritance, a comment
--<
    updated_at timestamptz,
    CONSTRAINT
-->
    updated_at timestamptz,
    created_by text DEFAULT CURRENT_USER,
    CONSTRAINT
--= step a check in the middle, not null in the root
--<
    body text,
-->
    body text CHECK (length(body) < 1000000),
--<
    created_by text DEFAULT CURRENT_USER,
-->
    created_by text DEFAULT CURRENT_USER NOT NULL,
--= step type of a column of the root | rewrites table public.base, table public.contracts, table public.documents
--<
    created_by text DEFAULT CURRENT_USER NOT NULL,
-->
    created_by varchar(63) DEFAULT CURRENT_USER NOT NULL,
--= step a column is renamed in the root
--<
    created_by varchar(63) DEFAULT CURRENT_USER NOT NULL,
-->
    author varchar(63) DEFAULT CURRENT_USER NOT NULL, -- @renamed from=created_by
--= step a child overrides a default, an index, a new child
--<
CREATE INDEX documents_title ON public.documents USING btree (title);
-->
CREATE INDEX documents_title ON public.documents USING btree (title);
CREATE INDEX contracts_title ON public.contracts USING btree (title);
CREATE TABLE public.memos (to_whom text) INHERITS (public.documents);
ALTER TABLE ONLY public.memos ADD CONSTRAINT memos_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.contracts ALTER COLUMN title SET DEFAULT 'Contract';
--= step a column of the root goes
--<
    author varchar(63) DEFAULT CURRENT_USER NOT NULL, -- @renamed from=created_by
-->
--= step action's check allows more
--<
IN ('I','D','U', 'T')
-->
IN ('I','D','U', 'T', 'X')
