--= schema
create schema es;
create table es.streams (
  stream_id   uuid primary key,
  type        text not null,
  version     integer not null default 0,
  archived    boolean not null default false
);
create table es.events (
  global_seq  bigserial,
  stream_id   uuid not null references es.streams,
  version     integer not null check (version >= 0),
  type        varchar(120) not null,
  payload     jsonb not null,
  metadata    jsonb,
  occurred_at timestamp with time zone not null default transaction_timestamp(),
  who         text generated always as (metadata ->> 'user') stored,
  amount      numeric generated always as ((payload ->> 'amount')::numeric) stored,
  search      tsvector generated always as (
                 setweight(to_tsvector('english', coalesce(payload ->> 'title', '')), 'A') ||
                 setweight(to_tsvector('simple', coalesce(payload ->> 'body', '')), 'B')) stored,
  constraint events_pkey primary key (global_seq),
  constraint events_stream_version unique (stream_id, version) include (type)
) with (fillfactor = 100, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table es.events alter column payload set compression pglz;
alter table es.events alter column metadata set storage external;
create index events_payload on es.events using gin (payload jsonb_path_ops) with (fastupdate = off);
create index events_meta on es.events using gin (metadata) where metadata is not null;
create index events_time on es.events using brin (occurred_at) with (pages_per_range = 32, autosummarize = true);
create index events_search on es.events using gin (search);
create index events_type on es.events using hash (type);
create index events_user on es.events ((metadata ->> 'user'), global_seq desc nulls last);
create statistics es.events_stats (ndistinct, dependencies, mcv) on stream_id, type from es.events;

create table es.snapshots (
  stream_id uuid not null, version int not null, state jsonb not null, taken_at timestamptz default now(),
  primary key (stream_id, version), foreign key (stream_id, version) references es.events (stream_id, version) match full on delete cascade
);
create unlogged table es.projection_positions (name text primary key, position bigint not null default 0, updated timestamptz);

create function es.append(p_stream uuid, p_expected int, p_type text, variadic p_payloads jsonb[]) returns bigint
language plpgsql security definer set search_path = es, pg_temp as $fn$
declare
  v int := p_expected;
  p jsonb;
  seq bigint;
begin
  foreach p in array p_payloads loop
    v := v + 1;
    insert into es.events (stream_id, version, type, payload) values (p_stream, v, p_type, p) returning global_seq into seq;
  end loop;
  update es.streams set version = v where stream_id = p_stream;
  return seq;
end $fn$;

create function es.no_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are immutable';
end $$;
create trigger events_immutable before update or delete on es.events for each row execute function es.no_change();
create trigger events_no_truncate before truncate on es.events execute function es.no_change();
create function es.notify() returns trigger language plpgsql as 'begin perform pg_notify(''events'', (select max(global_seq)::text from fresh)); return null; end';
create trigger events_notify after insert on es.events referencing new table as fresh for each statement execute function es.notify();
alter table es.events enable always trigger events_immutable;

create view es.last_events as
  select distinct on (e.stream_id) e.stream_id, e.version, e.type, e.payload #>> '{title}' as title, e.occurred_at at time zone 'UTC' as at
  from es.events e order by e.stream_id, e.version desc;
create view es.daily as
  with d as materialized (select date_trunc('day', occurred_at) as day, type, amount from es.events)
  select day, type, count(*) as n, sum(amount) filter (where amount > 0) as gained,
         sum(count(*)) over w as running, lag(count(*), 1, 0::bigint) over w as before
  from d group by grouping sets ((day, type), (day)) window w as (partition by type order by day rows between unbounded preceding and current row);
create recursive view es.numbers (n) as values (1) union all select n + 1 from numbers where n < 100;
--= rows
alter table es.events disable trigger user;
insert into es.streams (stream_id, type) select md5('s' || i)::uuid, 'account' from generate_series(1, 30) i;
insert into es.events (stream_id, version, type, payload, metadata) select md5('s' || (1 + i % 30))::uuid, i / 30, 'T' || i % 4, jsonb_build_object('amount', i, 'title', 'A title ' || i), case when i % 2 = 0 then jsonb_build_object('user', 'u' || i) end from generate_series(0, 899) i;
alter table es.events enable trigger user;
alter table es.events enable always trigger events_immutable;
insert into es.snapshots (stream_id, version, state) select stream_id, version, payload from es.events where version = 3;
--= step the type is longer and a hash index reads it, storage parameters
--<
  type        varchar(120) not null,
-->
  type        text not null,
--<
with (fillfactor = 100, autovacuum_vacuum_insert_scale_factor = 0.05)
-->
with (autovacuum_vacuum_insert_scale_factor = 0.01, toast_tuple_target = 4096)
--= step indexes with other parameters
--<
with (pages_per_range = 32, autosummarize = true)
-->
with (pages_per_range = 64)
--<
gin (metadata) where metadata is not null
-->
gin (metadata jsonb_path_ops) where metadata is not null
--= step a generated column with another expression | rewrites table es.events
--<
(metadata ->> 'user') stored,
-->
(coalesce(metadata ->> 'user', 'nobody')) stored,
--= step a virtual one, a new one that is indexed, the unlogged table becomes logged | rewrites table es.projection_positions
--<
  amount      numeric
-->
  kind        text generated always as (upper(type)) virtual,
  amount      numeric
--<
create unlogged table
-->
create table
--<
create index events_type on es.events using hash (type);
-->
create index events_type on es.events using btree (type, global_seq);
--= step a generated column becomes an ordinary one
--<
  amount      numeric generated always as ((payload ->> 'amount')::numeric) stored,
-->
  amount      numeric,
--= step serial becomes identity | remakes sequence es.events_global_seq_seq
--<
  global_seq  bigserial,
-->
  global_seq  bigint generated by default as identity,
--= step the version is big in both, a foreign key ties them | rewrites table es.events, table es.snapshots
--<
  version     integer not null check (version >= 0),
-->
  version     bigint not null check (version >= 0),
--<
stream_id uuid not null, version int not null, state
-->
stream_id uuid not null, version bigint not null, state
--= step a recursive view reads more
--<
where n < 100
-->
where n < 1000
--= step storage and compression and statistics
--<
alter table es.events alter column payload set compression pglz;
alter table es.events alter column metadata set storage external;
-->
alter table es.events alter column metadata set storage main;
alter table es.events alter column type set statistics 1000;
alter table es.events cluster on events_pkey;
