-- The schema of the app views, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE SCHEMA shop;

CREATE TYPE shop.kind AS ENUM (
    'PERSON',
    'FIRM'
);

-- @external
CREATE TABLE crm.contact (
    id   bigint    NOT NULL,
    mail text      NOT NULL,
    kind shop.kind NOT NULL,
    CONSTRAINT contact_pkey PRIMARY KEY (id),
    CONSTRAINT contact_mail_key UNIQUE (mail)
);

CREATE TABLE shop.item (
    id    bigint  NOT NULL,
    name  text    NOT NULL,
    price numeric NOT NULL,
    CONSTRAINT item_pkey PRIMARY KEY (id)
);

CREATE TABLE shop.note (
    id      bigint NOT NULL,
    contact bigint NOT NULL,
    mail    text   NOT NULL,
    CONSTRAINT note_pkey PRIMARY KEY (id),
    CONSTRAINT note_contact_fkey FOREIGN KEY (contact)
        REFERENCES crm.contact (id),
    CONSTRAINT note_mail_fkey FOREIGN KEY (mail)
        REFERENCES crm.contact (mail)
);

-- @external
CREATE VIEW crm."active contact" AS
SELECT
    NULL::bigint AS id,
    NULL::text AS mail;

CREATE VIEW shop.bare AS
SELECT 1 AS one;

-- @columns count bigint, highest numeric
CREATE MATERIALIZED VIEW shop.total AS
SELECT count(*) AS count, max(price) AS highest FROM shop.item -- all
;

CREATE UNIQUE INDEX total_count_idx ON shop.total (count);

-- @columns id bigint, name text, price numeric
CREATE VIEW shop.z_priced AS
SELECT id, name, price FROM shop.item;

-- @columns id bigint, name text
-- @renamed from=dear_item
CREATE VIEW shop.expensive_item AS
SELECT id, name
FROM shop.z_priced
WHERE price > 100;

COMMENT ON VIEW shop.expensive_item IS 'What costs more than 100';

COMMENT ON COLUMN shop.expensive_item.id IS 'As in item';
