-- Nothing of this is doubtful.
CREATE TABLE customers (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE,
    since timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    handled_by  bigint REFERENCES customers ON DELETE SET NULL,
    position    integer NOT NULL,
    total       numeric(12, 2) NOT NULL,
    document    jsonb NOT NULL DEFAULT '{}',
    open        boolean NOT NULL,
    UNIQUE (customer_id, position)
);
CREATE INDEX orders_handled_by ON orders (handled_by) WHERE handled_by IS NOT NULL;
CREATE INDEX orders_open ON orders (position) WHERE open;
CREATE INDEX orders_document ON orders USING gin (document);
-- A foreign key of which one part may be NULL.
CREATE TABLE nodes (
    tree   bigint NOT NULL,
    id     bigint NOT NULL,
    parent bigint,
    PRIMARY KEY (tree, id),
    FOREIGN KEY (tree, parent) REFERENCES nodes
);
CREATE INDEX nodes_parent ON nodes (tree, parent);
-- A circle that is checked at the end.
CREATE TABLE heads (id bigint PRIMARY KEY, body_id bigint NOT NULL UNIQUE);
CREATE TABLE bodies (id bigint PRIMARY KEY, head_id bigint NOT NULL UNIQUE REFERENCES heads);
ALTER TABLE heads ADD FOREIGN KEY (body_id) REFERENCES bodies DEFERRABLE INITIALLY DEFERRED;
-- Row security that holds.
CREATE TABLE rows_of_tenants (id bigint PRIMARY KEY, tenant text NOT NULL);
ALTER TABLE rows_of_tenants ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON rows_of_tenants USING (tenant = (SELECT current_setting('app.tenant')));
CREATE FUNCTION double(number integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT number * 2 $$;
CREATE FUNCTION admit() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT $$;
CREATE INDEX orders_double ON orders (double(position));
CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY 1;
CREATE UNIQUE INDEX totals_key ON totals (customer_id);
