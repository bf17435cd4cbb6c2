-- The schema of the app by-option, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it anew.

CREATE SCHEMA own;

CREATE TABLE own.thing (
    id bigint NOT NULL,
    CONSTRAINT thing_pkey PRIMARY KEY (id)
);
