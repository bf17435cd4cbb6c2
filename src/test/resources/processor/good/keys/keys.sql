-- The schema of the app keys, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE TABLE public.place (
    country text             NOT NULL,
    city    text             NOT NULL,
    name    text             NOT NULL,
    code    text             NOT NULL,
    tags    text[]           NOT NULL,
    lat     double precision NOT NULL,
    lon     double precision NOT NULL,
    CONSTRAINT place_pkey PRIMARY KEY (country, city),
    CONSTRAINT place_name_key UNIQUE (name),
    CONSTRAINT place_country_code_key UNIQUE (country, code),
    CONSTRAINT place_is_unique UNIQUE (name, lat, lon),
    CONSTRAINT place_lon_check CHECK (lon >= -180),
    CONSTRAINT place_lon_check1 CHECK (lon <= 180)
);

CREATE TABLE public.visit (
    key_number bigint  NOT NULL,
    key_line   integer NOT NULL DEFAULT 0,
    country    text    NOT NULL,
    city       text    NOT NULL,
    code       text    NOT NULL,
    CONSTRAINT visit_pkey PRIMARY KEY (key_number, key_line),
    CONSTRAINT visit_country_city_fkey FOREIGN KEY (country, city)
        REFERENCES public.place (country, city) ON UPDATE CASCADE,
    CONSTRAINT visit_code FOREIGN KEY (code, country)
        REFERENCES public.place (code, country) ON DELETE SET DEFAULT,
    CONSTRAINT visit_check CHECK (country <> city)
);

CREATE TABLE public.department (
    id   integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    head integer,
    CONSTRAINT department_pkey PRIMARY KEY (id)
);

CREATE TABLE public.employee (
    id         integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    boss       integer,
    department integer NOT NULL,
    seat       text,
    CONSTRAINT employee_pkey PRIMARY KEY (id),
    CONSTRAINT employee_boss_fkey FOREIGN KEY (boss)
        REFERENCES public.employee (id),
    CONSTRAINT employee_department_fkey FOREIGN KEY (department)
        REFERENCES public.department (id) ON DELETE RESTRICT,
    CONSTRAINT employee_seat_fkey FOREIGN KEY (seat)
        REFERENCES public.place (name) ON DELETE SET NULL
);

ALTER TABLE public.department
    ADD CONSTRAINT department_head_fkey FOREIGN KEY (head)
        REFERENCES public.employee (id) ON DELETE SET NULL;

CREATE INDEX place_name_idx ON public.place (name);

CREATE UNIQUE INDEX place_code_country_name_idx ON public.place (code, country) INCLUDE (name);

CREATE INDEX place_tags_idx ON public.place USING gin (tags);

CREATE INDEX place_expr_idx ON public.place ((name || code) DESC);

CREATE INDEX place_name_idx1 ON public.place (name text_pattern_ops) WHERE name is not null;
