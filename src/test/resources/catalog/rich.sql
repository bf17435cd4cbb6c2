create type "order".status as enum ('NEW', 'PAID', 'SHIPPED');
comment on type "order".status is 'where an order stands';
create domain "order".email as text collate "C" default 'x' check (value like '%@%');
create type "order".pair as (a integer, b text collate "C");
create type "order".span as range (subtype = integer);
create sequence "order".q increment by 5;
create function "order".twice(n integer) returns integer language sql immutable return n * 2;
create function "order".touch() returns trigger language plpgsql as $$ begin perform "order".twice(1); return new; end $$;
create aggregate "order".total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
create table "order".customer (
    id bigint generated always as identity (start 100) primary key,
    email "order".email unique,
    name text not null default 'nobody',
    unique (id, name)
);
comment on table "order".customer is 'who buys';
comment on column "order".customer.name is 'as they write it';
create table "order"."Odd ""Name" (
    id serial primary key,
    customer bigint not null references "order".customer on delete cascade,
    state "order".status not null default 'NEW',
    states "order".status[] default '{NEW,PAID}',
    total numeric(12, 2) check (total >= 0),
    doubled integer generated always as ("order".twice(id)) stored,
    made timestamptz not null default '2020-01-01 00:00:00+00',
    every interval default '1 day 02:00:00',
    num integer default nextval('"order".q'),
    raw bytea default '\x00ff',
    "user" text,
    exclude using btree (num with =)
) with (fillfactor = 70);
alter table "order"."Odd ""Name" add constraint paid check (state <> 'PAID' or total is not null) not valid;
create index odd_made on "order"."Odd ""Name" (made desc, lower("user")) include (total) where state = 'NEW';
alter table "order"."Odd ""Name" alter column "user" set storage external, alter column total set statistics 50;
alter table "order"."Odd ""Name" enable row level security, force row level security;
create policy own on "order"."Odd ""Name" for select using (total > 0);
create trigger touched before update of total on "order"."Odd ""Name" for each row execute function "order".touch();
create rule no_delete as on delete to "order".customer do instead nothing;
create statistics "order".stats (dependencies) on id, customer from "order"."Odd ""Name";
create view "order".open as select o.id, o.total, c.name from "order"."Odd ""Name" o join "order".customer c on c.id = o.customer where o.state = 'NEW';
comment on column "order".open.total is 'before tax';
create materialized view "order".sums with (fillfactor = 80) as select customer, sum(total) as total from "order"."Odd ""Name" group by customer with no data;
create unique index sums_customer on "order".sums (customer);
create table "order".event (id bigint, at date not null, kind text, primary key (id, at)) partition by range (at);
create table "order".event_2026 partition of "order".event for values from ('2026-01-01') to ('2027-01-01');
create index event_kind on "order".event (kind);
create table "order".base (a integer check (a > 0));
create table "order".derived (b integer) inherits ("order".base);
create collation "order".mine (provider = libc, locale = 'C');
create text search configuration "order".cfg (copy = pg_catalog.simple);
create operator "order".=== (function = texteq, leftarg = text, rightarg = text);
create unlogged table "order".scratch (a integer, at timestamptz);
