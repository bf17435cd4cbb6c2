-- The schema of the app rows, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE TABLE public.country (
    code text NOT NULL,
    name text NOT NULL,
    CONSTRAINT country_pkey PRIMARY KEY (code)
);

CREATE TABLE public.word (
    id   bigint  NOT NULL GENERATED ALWAYS AS IDENTITY,
    word text    NOT NULL,
    rank integer NOT NULL,
    CONSTRAINT word_pkey PRIMARY KEY (id),
    CONSTRAINT word_word_key UNIQUE (word)
);

-- @rows sync
INSERT INTO public.country (code, name) VALUES
    ('de', 'Germany'),
    ('fr', 'Fr''ance' -- a comment
    );

-- @rows upsert by word
INSERT INTO public.word (word, rank) VALUES
    ('a', 1 + 1);
