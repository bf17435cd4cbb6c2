-- Requests of CloudFormation; made by the first deployment that changes something. attempt: which invocation works on it, or is to. body: what is
-- answered, until it has arrived.
create table if not exists {schema}.deployment (
    request_id text primary key,
    app text not null,
    hash text not null,
    attempt integer not null,
    holder uuid,
    claimed_until timestamptz not null,
    started_at timestamptz not null default clock_timestamp(),
    answered_at timestamptz,
    answer text,
    body text
);
