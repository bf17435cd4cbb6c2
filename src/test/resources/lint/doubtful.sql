-- What each rule finds, and where: "! CODE" at the end of the line at which it is placed; "! CODE 15": from that version of PostgreSQL on.
CREATE TABLE customers (
    id    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- ! TDM-L04
    email text NOT NULL
);

CREATE TABLE orders (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id  bigint NOT NULL REFERENCES customers, -- ! TDM-L01 TDM-L02
    referrer_id  integer,
    placed_at    timestamp NOT NULL, -- ! TDM-L08
    closes_at    timetz, -- ! TDM-L08
    country      char(2) NOT NULL, -- ! TDM-L09
    document     json, -- ! TDM-L10
    credit       money, -- ! TDM-L11
    total_price  double precision, -- ! TDM-L46
    note         text DEFAULT 'NULL', -- ! TDM-L23
    handler      regproc, -- ! TDM-L37
    attachment   oid, -- ! TDM-L42
    paid         boolean NOT NULL,
    tags         text[],
    "user"       text, -- ! TDM-L14
    CONSTRAINT orders_referrer_fkey FOREIGN KEY (referrer_id) -- ! TDM-L01
        REFERENCES customers ON DELETE SET NULL,
    CONSTRAINT orders_customer_again FOREIGN KEY (customer_id) REFERENCES customers -- ! TDM-L01 TDM-L02 TDM-L07
);
CREATE INDEX orders_paid ON orders (paid); -- ! TDM-L25
CREATE INDEX orders_tags ON orders (tags); -- ! TDM-L25
CREATE INDEX orders_country ON orders (country); -- ! TDM-L06
CREATE INDEX orders_country_total ON orders (country, total_price);
CREATE INDEX orders_country_total_again ON orders (country, total_price); -- ! TDM-L05
CREATE INDEX orders_placed ON orders (placed_at) WHERE placed_at IS NOT NULL; -- ! TDM-L25

CREATE TABLE log ( -- ! TDM-L03
    at      timestamptz NOT NULL,
    message text
);

CREATE TABLE tickets (
    id serial PRIMARY KEY, -- ! TDM-L04 TDM-L12
    a_name_of_a_column_that_is_so_very_long_that_it_reaches_the_end text -- ! TDM-L13
);

CREATE TABLE "Invoice" ( -- ! TDM-L14 TDM-L14
    id        bigint PRIMARY KEY,
    "Number"  text,
    "order"   text,
    ticket_id integer NOT NULL,
    -- SET NULL empties a column that may not be empty.
    CONSTRAINT invoice_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id) ON DELETE SET NULL -- ! TDM-L16
);
CREATE INDEX invoice_ticket_id ON "Invoice" (ticket_id);

CREATE TABLE shelves (
    house text NOT NULL,
    shelf text NOT NULL,
    PRIMARY KEY (house, shelf)
);
CREATE TABLE books (
    id    bigint PRIMARY KEY,
    house text,
    shelf text,
    isbn  text,
    CONSTRAINT books_shelf FOREIGN KEY (house, shelf) REFERENCES shelves, -- ! TDM-L17
    CONSTRAINT books_key UNIQUE (house, shelf, isbn) -- ! TDM-L18
);

CREATE TABLE heads (
    id      bigint PRIMARY KEY,
    body_id bigint NOT NULL UNIQUE
);
CREATE TABLE bodies (
    id      bigint PRIMARY KEY,
    head_id bigint NOT NULL UNIQUE REFERENCES heads
);
ALTER TABLE heads ADD CONSTRAINT heads_body FOREIGN KEY (body_id) REFERENCES bodies; -- ! TDM-L19

CREATE TABLE colours_a (id bigint PRIMARY KEY, colour_code integer);
CREATE TABLE colours_b (id bigint PRIMARY KEY, colour_code integer);
CREATE TABLE colours_c (id bigint PRIMARY KEY, colour_code uuid); -- ! TDM-L21

CREATE TABLE secrets (id bigint PRIMARY KEY, owner_name text); -- ! TDM-L26
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE TABLE half_secrets (id bigint PRIMARY KEY, owner_name text); -- ! TDM-L26
CREATE POLICY own ON half_secrets FOR SELECT USING (owner_name = current_user);
CREATE TABLE rows_of_tenants (id bigint PRIMARY KEY, tenant text NOT NULL); -- ! TDM-L45 TDM-L48
ALTER TABLE rows_of_tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON rows_of_tenants USING (tenant = current_setting('app.tenant')); -- ! TDM-L44
CREATE POLICY everybody ON rows_of_tenants FOR INSERT WITH CHECK (true); -- ! TDM-L27

CREATE VIEW tenants AS SELECT DISTINCT tenant FROM rows_of_tenants; -- ! TDM-L29 15

CREATE FUNCTION admit() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ SELECT $$; -- ! TDM-L28

CREATE FUNCTION has_ticket(number bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE -- ! TDM-L47
    AS $$ BEGIN RETURN EXISTS (SELECT FROM public.tickets WHERE id = number); END $$;
ALTER TABLE books ADD CONSTRAINT books_ticket CHECK (has_ticket(id)) NOT VALID; -- ! TDM-L30

CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100); -- ! TDM-L31
CREATE TABLE discounts (id bigint PRIMARY KEY, off percent NOT NULL);

CREATE MATERIALIZED VIEW colours AS SELECT colour_code FROM colours_a; -- ! TDM-L34

CREATE TABLE visits (at date NOT NULL, page text NOT NULL, PRIMARY KEY (at, page)) PARTITION BY RANGE (at);
CREATE TABLE visits_2025 PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX visits_2026_page ON visits_2026 (page); -- ! TDM-L35

CREATE UNLOGGED TABLE cache (id bigint PRIMARY KEY); -- ! TDM-L42
CREATE TABLE old_log (id bigint PRIMARY KEY) INHERITS (log); -- ! TDM-L42

-- The same columns twice: the second key repeats the first.
CREATE TABLE twice (
    id  bigint PRIMARY KEY,
    who integer REFERENCES customers,
    CONSTRAINT twice_who_too FOREIGN KEY (who) REFERENCES customers -- ! TDM-L07
);
CREATE INDEX twice_who ON twice (who);
