-- The schema of the app steps, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE TABLE public.person (
    id         bigint NOT NULL,
    first_name text   NOT NULL,
    mail       text   NOT NULL,
    CONSTRAINT person_pkey PRIMARY KEY (id)
);

-- @migrate-before fill_mail
UPDATE person SET mail = 'x' WHERE mail IS NULL;

-- @migrate-after split_name safe
UPDATE person SET first_name = 'a;b' -- a comment
;

-- @migrate-after split_name safe
DO $$ BEGIN DELETE FROM person WHERE id < 0; END $$;
