-- The control tables, version 1. {schema} is the quoted control schema. The table schema_version is frozen for ever: older versions read it.
create table if not exists {schema}.schema_version (
    app text not null,
    hash text not null,
    state text not null check (state in ('announced', 'current', 'superseded', 'blocked')),
    first_seen timestamptz not null default clock_timestamp(),
    lineage text,
    generation bigint not null default -1,
    withheld integer not null default 0,
    deferred integer not null default 0,
    reason text,
    attempts integer not null default 0,
    retry_after timestamptz,
    recorded_at timestamptz,
    recorded_by text,
    tool_version text not null default '',
    primary key (app, hash)
);

create unique index if not exists schema_version_one_current on {schema}.schema_version (app) where state = 'current';

-- The compiled schema as text, UTF-8, gzip.
create table if not exists {schema}.schema_text (
    app text not null,
    hash text not null,
    body bytea not null,
    primary key (app, hash)
);

-- One row an app, never deleted, so that term only ever grows. backends: see LeaseRow.
create table if not exists {schema}.lease (
    app text primary key,
    holder uuid,
    holder_name text,
    hash text,
    term bigint not null check (term > 0),
    acquired_at timestamptz not null,
    renewed_at timestamptz not null,
    expires_at timestamptz not null,
    backends text not null default ''
);

create table if not exists {schema}.object (
    app text not null,
    kind text not null,
    schema text not null,
    name text not null,
    member text not null default '',
    source_hash text not null,
    fingerprint text not null,
    previous_name text,
    primary key (app, kind, schema, name, member)
);

create table if not exists {schema}.journal (
    id bigint generated always as identity primary key,
    app text not null,
    hash text not null,
    term bigint not null,
    statement text not null,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    outcome text not null
);

-- kind start: starts of versions that are superseded, while changes wait for them to end; a function's role adds those, and may do no more. kind gone: since when
-- no version before hash is known to serve. See OlderStarts.
create table if not exists {schema}.older_start (
    app text not null,
    hash text not null,
    kind text not null default 'start' check (kind in ('start', 'gone')),
    at timestamptz not null default clock_timestamp()
);

-- Data steps of the declaration: each runs once. A row is written in the transaction that the step runs in.
create table if not exists {schema}.data_step (
    app text not null,
    name text not null,
    hash text not null,
    term bigint not null,
    outcome text not null check (outcome in ('ran', 'not needed')),
    recorded_at timestamptz not null default clock_timestamp(),
    recorded_by text not null,
    primary key (app, name, hash)
);

-- Who ran it; the first version of this table lacks it.
alter table {schema}.journal add column if not exists recorded_by text;

create table if not exists {schema}.meta (
    single boolean primary key default true check (single),
    version integer not null,
    created_at timestamptz not null default clock_timestamp()
);

insert into {schema}.meta (version) values (1) on conflict do nothing;
