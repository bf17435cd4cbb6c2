-- The schema of the app names, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE TABLE public.a (
    id  bigint  NOT NULL,
    b_c integer NOT NULL,
    CONSTRAINT a_pkey PRIMARY KEY (id),
    CONSTRAINT a_b_c_key UNIQUE (b_c)
);

CREATE TABLE public.ab (
    id bigint  NOT NULL,
    c  integer NOT NULL,
    CONSTRAINT ab_pkey PRIMARY KEY (id),
    CONSTRAINT ab_c_key UNIQUE (c)
);

CREATE TABLE public."quo""te" (
    "a""b" bigint NOT NULL,
    CONSTRAINT "quo""te_pkey" PRIMARY KEY ("a""b")
);

CREATE TABLE public."select" (
    "order"     bigint  NOT NULL,
    "user"      text    NOT NULL,
    "timestamp" integer NOT NULL,
    "größe"     integer NOT NULL,
    CONSTRAINT select_pkey PRIMARY KEY ("order"),
    CONSTRAINT select_user_key UNIQUE ("user"),
    CONSTRAINT select_timestamp_check CHECK (timestamp > 0)
);

CREATE TABLE public.a_table_with_a_name_that_is_really_quite_long_but_still_allowed (
    id                                                           bigint  NOT NULL,
    a_column_with_a_name_that_is_long_enough_to_be_cut_somewhere integer NOT NULL,
    second                                                       bigint  NOT NULL,
    CONSTRAINT a_table_with_a_name_that_is_really_quite_long_but_still_al_pkey PRIMARY KEY (id),
    CONSTRAINT a_table_with_a_name_that_is_r_a_column_with_a_name_that_is__key UNIQUE (a_column_with_a_name_that_is_long_enough_to_be_cut_somewhere),
    CONSTRAINT a_table_with_a_name_that_is_r_a_column_with_a_name_that_is_key1 UNIQUE (a_column_with_a_name_that_is_long_enough_to_be_cut_somewhere, second),
    CONSTRAINT a_table_with_a_name_that_is_really_quite_long_but_s_second_fkey FOREIGN KEY (second)
        REFERENCES public."select" ("order")
);

CREATE INDEX select_user_idx ON public."select" ("user");

CREATE INDEX select_timestamp_idx ON public."select" ("timestamp");
