-- The schema of the app enums, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE SCHEMA app;

CREATE SCHEMA shared;

CREATE TYPE app.priority AS ENUM (
    'LOW',
    'HIGH'
);

-- @renamed from=state
CREATE TYPE app.ticket_state AS ENUM (
    'new',
    'in progress', -- @renamed from=doing
    'it''s done' -- @renamed from='all done'
);

COMMENT ON TYPE app.ticket_state IS 'Where a ticket stands';

CREATE TYPE app.time_unit AS ENUM (
    'NANOSECONDS',
    'MICROSECONDS',
    'MILLISECONDS',
    'SECONDS',
    'MINUTES',
    'HOURS',
    'DAYS'
);

CREATE TYPE shared.unused AS ENUM (
    'A'
);

CREATE TABLE app.ticket (
    id       bigint             NOT NULL,
    state    app.ticket_state   NOT NULL DEFAULT 'in progress',
    priority app.priority,
    history  app.ticket_state[] NOT NULL,
    level    text               NOT NULL,
    levels   text[]             NOT NULL,
    unit     app.time_unit      NOT NULL,
    CONSTRAINT ticket_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_level_check CHECK (level IN ('ONE', 'two')),
    CONSTRAINT ticket_levels_check CHECK (levels <@ ARRAY['ONE', 'two']::text[]),
    CONSTRAINT ticket_levels_check1 CHECK (cardinality(levels) > 0)
);
