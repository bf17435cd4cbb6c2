-- The schema of the app classes, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE TABLE public."HTTPLog" (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL,
    request_url text        NOT NULL,
    user_agent2 text,
    CONSTRAINT "HTTPLog_pkey" PRIMARY KEY (id)
);

CREATE TABLE public.http_log_line (
    "offset" bigint NOT NULL,
    CONSTRAINT http_log_line_pkey PRIMARY KEY ("offset")
);

COMMENT ON TABLE public.http_log_line IS 'nested';

CREATE TABLE public."user" (
    id           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL,
    user_name    text        NOT NULL,
    "group"      text,
    "$extra"     integer     NOT NULL,
    "Mixed Case" boolean     NOT NULL,
    CONSTRAINT user_pkey PRIMARY KEY (id),
    CONSTRAINT user_user_name_key UNIQUE (user_name)
);

CREATE INDEX "HTTPLog_updated_at_idx" ON public."HTTPLog" (updated_at);

CREATE INDEX user_updated_at_idx ON public."user" (updated_at);
