-- The schema of the app multi, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE SCHEMA "Billing";

CREATE SCHEMA core;

-- @renamed from="user"
CREATE TABLE core.account (
    id   bigint NOT NULL,
    name text   NOT NULL, -- @renamed from="Old Name"
    CONSTRAINT account_pkey PRIMARY KEY (id)
);

CREATE TABLE "Billing".invoice (
    id      bigint NOT NULL,
    account bigint NOT NULL,
    CONSTRAINT invoice_pkey PRIMARY KEY (id),
    CONSTRAINT invoice_account_fkey FOREIGN KEY (account)
        REFERENCES core.account (id)
);
