--= schema
CREATE TYPE dimensions AS (width_mm int, height_mm int, depth_mm int);
CREATE DOMAIN ean AS varchar(13) CONSTRAINT ean_shape CHECK (VALUE ~ '^[0-9]{8}([0-9]{5})?$');
CREATE DOMAIN country AS char(2) COLLATE "C" DEFAULT 'DE' NOT NULL CHECK (VALUE = upper(VALUE));
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
COMMENT ON DOMAIN ean IS 'European article number';
CREATE TYPE movement_kind AS ENUM ('in', 'out', 'count');
CREATE FUNCTION volume(d dimensions) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN (d).width_mm::bigint * (d).height_mm * (d).depth_mm;
CREATE TABLE warehouses (
    code varchar(8) PRIMARY KEY,
    address text[] NOT NULL DEFAULT '{}',
    in_country country,
    zones text[][] DEFAULT ARRAY[['A','1'],['A','2']],
    opens time with time zone DEFAULT '08:00+01',
    daily_cost numeric DEFAULT 12.5
);
CREATE TABLE articles (
    ean ean PRIMARY KEY,
    title varchar(200) NOT NULL,
    size dimensions,
    volume bigint GENERATED ALWAYS AS (volume(size)) STORED,
    tags varchar(20)[] DEFAULT '{}'::varchar(20)[] NOT NULL,
    suppliers int[],
    pack positive NOT NULL DEFAULT 1,
    hazard bit varying(8) DEFAULT B'0',
    flags bit(4) DEFAULT B'0000',
    photo bytea,
    spec xml,
    mac macaddr,
    net cidr,
    CHECK ((size).width_mm > 0)
);
CREATE INDEX articles_tags_idx ON articles USING gin (tags);
CREATE INDEX articles_width_idx ON articles (((size).width_mm));
CREATE TABLE stock (
    warehouse varchar(8) REFERENCES warehouses,
    ean ean REFERENCES articles,
    quantity int NOT NULL DEFAULT 0,
    minimum positive,
    CONSTRAINT stock_pkey PRIMARY KEY (warehouse, ean)
);
CREATE TABLE movements (
    id bigserial,
    kind movement_kind NOT NULL,
    warehouse varchar(8) NOT NULL,
    ean ean NOT NULL,
    quantity int NOT NULL,
    reasons text[] CHECK (array_position(reasons, NULL) IS NULL),
    at timestamp(3) without time zone NOT NULL DEFAULT localtimestamp(3),
    took interval minute to second,
    CONSTRAINT movements_pkey PRIMARY KEY (id),
    CONSTRAINT movements_stock_fkey FOREIGN KEY (warehouse, ean) REFERENCES stock ON UPDATE CASCADE
);
CREATE TABLE movements_archive (LIKE movements INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING COMMENTS);
CREATE VIEW low_stock AS SELECT s.warehouse, a.title, a.size, s.quantity, s.minimum FROM stock s JOIN articles a USING (ean) WHERE s.quantity < s.minimum;
CREATE VIEW sizes AS SELECT ean, (size).*, tags[1] AS first_tag FROM articles;
--= rows
insert into warehouses (code) select 'W' || i from generate_series(1, 5) i;
insert into articles (ean, title, size, tags, pack) select lpad(i::text, 8, '0'), 'T' || i, row(i, i, i)::dimensions, array['a', 'b' || i], i from generate_series(1, 100) i;
insert into stock select 'W' || (1 + i % 5), lpad(i::text, 8, '0'), i, 5 from generate_series(1, 100) i;
insert into movements (kind, warehouse, ean, quantity) select 'in', warehouse, ean, 3 from stock;
--= step a column of a domain with a check, one of a domain without null | rewrites table public.warehouses
--<
    daily_cost numeric DEFAULT 12.5
-->
    daily_cost numeric DEFAULT 12.5,
    rent positive,
    tax_country country
--= step longer tags, a wider code that keys refer to | rewrites table public.articles
--<
    tags varchar(20)[] DEFAULT '{}'::varchar(20)[] NOT NULL,
-->
    tags varchar(40)[] DEFAULT '{}'::varchar(40)[] NOT NULL,
--<
    code varchar(8) PRIMARY KEY,
-->
    code varchar(12) PRIMARY KEY,
--<
    warehouse varchar(8) REFERENCES
-->
    warehouse varchar(12) REFERENCES
--<
    warehouse varchar(8) NOT NULL,
-->
    warehouse varchar(12) NOT NULL,
--= step suppliers become big, more precise times, a wider bit string | rewrites table public.articles
--<
    suppliers int[],
-->
    suppliers bigint[],
--<
    at timestamp(3) without time zone NOT NULL DEFAULT localtimestamp(3),
-->
    at timestamp(6) without time zone NOT NULL DEFAULT localtimestamp(3),
--<
    hazard bit varying(8)
-->
    hazard bit varying(16)
--= step the enum becomes text with a check | rewrites table public.movements, table public.movements_archive
--<
    kind movement_kind NOT NULL,
-->
    kind text NOT NULL CHECK (kind IN ('in', 'out', 'count')),
--= step the enum goes
--<
CREATE TYPE movement_kind AS ENUM ('in', 'out', 'count');
-->
--= step a domain more, a composite more, array of domain
--<
CREATE TABLE warehouses (
-->
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE contact AS (name text, mails email[]);
COMMENT ON TYPE contact IS 'Whom to call';
COMMENT ON COLUMN contact.mails IS 'All of them';
CREATE TABLE warehouses (
--<
    rent positive,
-->
    rent positive,
    contacts contact[],
    copy_to email[],
--= step the text of an array column is checked, and a generated column's function argument
--<
    suppliers bigint[],
-->
    suppliers bigint[] DEFAULT '{}' CHECK (cardinality(suppliers) < 100),
