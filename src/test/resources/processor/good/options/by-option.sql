-- The schema of the app by-option, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE SCHEMA own;

CREATE TABLE own.thing (
    id bigint NOT NULL,
    CONSTRAINT thing_pkey PRIMARY KEY (id)
);
