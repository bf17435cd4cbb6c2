--= schema
create extension if not exists "citext";
create extension if not exists "pgcrypto";
create extension if not exists "uuid-ossp";
create extension if not exists pg_trgm;
create schema chat;
create type chat.room_kind as enum ('direct', 'group', 'channel');
create table chat.accounts (
  id uuid default uuid_generate_v4() primary key,
  handle citext not null constraint accounts_handle_key unique constraint accounts_handle_shape check (handle ~ '^[a-z0-9_]{3,20}$'),
  email citext unique,
  secret text not null default encode(gen_random_bytes(32), 'hex'),
  "order" int not null default 0,
  prefs json default '{}'::json,
  created timestamptz not null default now()
);
create table chat.rooms (
  id uuid primary key default gen_random_uuid(),
  kind chat.room_kind not null default 'group'::chat.room_kind,
  name citext check (kind <> 'direct' or name is null),
  owner uuid references chat.accounts (id) on delete set default on update cascade,
  members uuid[] not null default '{}'
);
create table chat.messages (
  id bigint generated always as identity,
  room uuid not null references chat.rooms on delete cascade,
  sender uuid not null references chat.accounts,
  reply_to bigint,
  sent timestamptz not null default now(),
  body text not null check (char_length(body) <= 4000),
  meta jsonb,
  fts tsvector generated always as (to_tsvector('simple'::regconfig, body)) stored,
  primary key (room, id)
) partition by hash (room);
create table chat.messages_0 partition of chat.messages for values with (modulus 3, remainder 0);
create table chat.messages_1 partition of chat.messages for values with (modulus 3, remainder 1) with (fillfactor = 90);
create table chat.messages_2 partition of chat.messages for values with (modulus 3, remainder 2);
alter table chat.messages add constraint messages_reply_fkey foreign key (room, reply_to) references chat.messages (room, id);
create index messages_fts on chat.messages using gin (fts);
create index messages_body_trgm on chat.messages using gin (body gin_trgm_ops);
create index messages_sent on chat.messages (room, sent desc);
create table chat.receipts (
  room uuid not null, message bigint not null, account uuid not null references chat.accounts,
  read_at timestamptz,
  unique (room, message, account),
  foreign key (room, message) references chat.messages on delete cascade
);
create view chat.unread as
  select m.room, a.id as account, count(*) as n
  from chat.messages m cross join chat.accounts a
  where not exists (select 1 from chat.receipts r where (r.room, r.message, r.account) = (m.room, m.id, a.id))
  group by 1, 2;
create function chat.search(q text, lim int = 20) returns setof chat.messages language sql stable as
$$ select * from chat.messages where fts @@ websearch_to_tsquery('simple', q) order by sent desc limit lim $$;
create rule no_update_receipts as on update to chat.receipts where old.read_at is not null do instead nothing;
create text search configuration chat.plain (copy = pg_catalog.simple);
--= rows
insert into chat.accounts (handle) select 'user_' || i from generate_series(1, 20) i;
insert into chat.rooms (name, owner) select 'r' || row_number() over (), id from chat.accounts;
insert into chat.messages (room, sender, body) select r.id, a.id, 'hello ' || a.handle from chat.rooms r, chat.accounts a;
insert into chat.receipts select room, id, sender from chat.messages;
--= step longer bodies, on all partitions; a column
--<
<= 4000),
-->
<= 8000),
  edited timestamptz,
--= step another configuration of the search | rewrites table chat.messages_0, table chat.messages_1, table chat.messages_2
--<
to_tsvector('simple'::regconfig, body)
-->
to_tsvector('english'::regconfig, body)
--= step partition's own index and storage
--<
with (fillfactor = 90);
-->
with (fillfactor = 80);
--<
create table chat.receipts (
-->
create index messages_2_meta on chat.messages_2 using gin (meta);
create table chat.receipts (
--= step a foreign key of the partitioned table goes, an index goes, meta is needed
--<
alter table chat.messages add constraint messages_reply_fkey foreign key (room, reply_to) references chat.messages (room, id);
create index messages_fts
-->
create index messages_fts
--<
create index messages_sent on chat.messages (room, sent desc);
-->
--<
  meta jsonb,
-->
  meta jsonb default '{}',
--= step handles are text | rewrites table chat.accounts
--<
  handle citext not null
-->
  handle varchar(20) not null
--= step receipts get a key
--<
  unique (room, message, account),
-->
  primary key (account, room, message),
