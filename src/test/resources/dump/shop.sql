-- A database as it has grown over the years, in two schemas.
CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'What is sold';
CREATE SCHEMA "Ledger";

CREATE TYPE shop.order_status AS ENUM ('new', 'paid', 'it''s gone');
COMMENT ON TYPE shop.order_status IS 'How far an order is';
CREATE DOMAIN shop.email AS text CONSTRAINT email_at CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE TYPE shop.address AS (street text, zip varchar(10));

CREATE SEQUENCE shop.invoice_number START WITH 1000 INCREMENT BY 10 CACHE 5;

CREATE FUNCTION shop.full_name(first text, last text) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(first || ' ', '') || last $$;
COMMENT ON FUNCTION shop.full_name(text, text) IS 'First; then last';

CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    NEW.changed_at := now();
    RETURN NEW;
END
$body$;

CREATE TABLE shop.customer (
    id serial PRIMARY KEY,
    first_name text,
    last_name text NOT NULL,
    mail shop.email NOT NULL,
    "Home address" shop.address,
    vip boolean DEFAULT false NOT NULL,
    name_length integer GENERATED ALWAYS AS (length(last_name)) STORED,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_mail_key UNIQUE (mail)
);
COMMENT ON TABLE shop.customer IS 'Who buys; "they"';
COMMENT ON COLUMN shop.customer."Home address" IS 'Where it''s sent';
CREATE INDEX customer_lower_name ON shop.customer (lower(last_name), first_name DESC NULLS LAST);
CREATE UNIQUE INDEX customer_vip_mail ON shop.customer (mail) INCLUDE (last_name) WHERE vip;
CREATE TRIGGER customer_touch BEFORE UPDATE ON shop.customer FOR EACH ROW EXECUTE FUNCTION shop.touch();

CREATE TABLE shop."order" (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES shop.customer ON DELETE CASCADE,
    status shop.order_status DEFAULT 'new' NOT NULL,
    number bigint DEFAULT nextval('shop.invoice_number') NOT NULL,
    total numeric(12,2) DEFAULT 0 NOT NULL,
    tags text[] DEFAULT '{}' NOT NULL,
    details jsonb,
    placed_at timestamp with time zone DEFAULT now() NOT NULL,
    during tstzrange,
    parent_id bigint,
    CONSTRAINT total_positive CHECK (total >= 0),
    CONSTRAINT order_tags_few CHECK (cardinality(tags) BETWEEN 0 AND 10)
);
ALTER TABLE shop."order" ADD CONSTRAINT order_parent_fkey FOREIGN KEY (parent_id) REFERENCES shop."order" (id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX order_open ON shop."order" (customer_id, placed_at DESC) WHERE status <> 'it''s gone';
CREATE INDEX order_details ON shop."order" USING gin (details jsonb_path_ops);
ALTER TABLE shop."order" ALTER COLUMN details SET STORAGE EXTERNAL;
ALTER TABLE shop."order" ALTER COLUMN status SET STATISTICS 500;
ALTER TABLE shop."order" SET (fillfactor = 80);

CREATE TABLE "Ledger"."Entry" (
    "Id" uuid DEFAULT gen_random_uuid() NOT NULL,
    "order" bigint NOT NULL,
    "Amount" numeric(14,4) NOT NULL,
    booked date DEFAULT CURRENT_DATE NOT NULL,
    note character varying(200) COLLATE "C",
    PRIMARY KEY ("Id", booked),
    CONSTRAINT "Entry of order" FOREIGN KEY ("order") REFERENCES shop."order" (id) ON UPDATE CASCADE
) PARTITION BY RANGE (booked);
CREATE TABLE "Ledger"."Entry_2026" PARTITION OF "Ledger"."Entry" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE "Ledger"."Entry_rest" PARTITION OF "Ledger"."Entry" DEFAULT;
CREATE INDEX "Entry_amount" ON "Ledger"."Entry" ("Amount");

CREATE VIEW shop.customer_orders AS
SELECT c.id, shop.full_name(c.first_name, c.last_name) AS name, count(o.id) AS orders, max(o.placed_at) AS last_order
FROM shop.customer c LEFT JOIN shop."order" o ON o.customer_id = c.id
GROUP BY c.id;
COMMENT ON VIEW shop.customer_orders IS 'Each customer''s orders';
CREATE VIEW "Ledger"."Open" WITH (security_barrier = true) AS
SELECT v.name, e."Amount", o.status
FROM "Ledger"."Entry" e
JOIN shop."order" o ON o.id = e."order"
JOIN shop.customer_orders v ON v.id = o.customer_id
WHERE o.status = 'new'::shop.order_status;
CREATE MATERIALIZED VIEW shop.sales AS
SELECT date_trunc('day', placed_at) AS day, sum(total) AS total, status FROM shop."order" GROUP BY 1, 3;
CREATE UNIQUE INDEX sales_day ON shop.sales (day, status);

CREATE TABLE public.plain (a integer, b text);
CREATE UNLOGGED TABLE public.fast (key text PRIMARY KEY, value bytea);
ALTER TABLE public.plain ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON public.plain FOR SELECT USING (b = CURRENT_USER);
CREATE STATISTICS shop.order_stats (dependencies) ON customer_id, status FROM shop."order";
