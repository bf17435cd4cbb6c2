--= schema
-- The same names in several schemas, and keys between them.
create schema hr;
create schema it;
create schema "order";
create type hr.state as enum ('on', 'off');
create type it.state as enum ('up', 'down', 'off');
create table hr.people (id int primary key generated always as identity, name text not null, state text default 'on');
create table it.people (id int primary key, hr_id int unique references hr.people (id), login text not null, constraint people_login_key unique (login));
create table public.people (like it.people including all);
create table it.state_log (at timestamptz not null, was it.state, "is" it.state not null, hr hr.state);
create function hr.label(p hr.people) returns text language sql stable as $$ select p.name $$;
create function it.label(p it.people) returns text language sql stable as $$ select p.login $$;
create view hr.v as select p.id, p.name, hr.label(p) as label from hr.people p;
create view it.v as select p.id, h.name, it.label(p) as label, v.label as hr_label from it.people p join hr.people h on h.id = p.hr_id join hr.v on v.id = h.id;
create view public.v as table it.v;
create sequence hr.seq;
create sequence it.seq increment 10;
create table "order"."order" (id bigint default nextval('hr.seq') primary key, it_no bigint not null default nextval('it.seq'), hr int references hr.people, it int references it.people on delete cascade);
create table "order".item ("order" bigint references "order"."order", n int, who int references public.people (id), primary key ("order", n));
create index people_name on hr.people (name);
create index people_name on it.people (login);
comment on table hr.people is 'hr''s';
comment on table it.people is 'it''s';
comment on view public.v is 'it''s again';
--= rows
insert into hr.people (name) select 'p' || i from generate_series(1, 30) i;
insert into it.people select i, i, 'l' || i from generate_series(1, 30) i;
insert into public.people select i, i, 'l' || i from generate_series(1, 30) i;
insert into it.state_log values (now(), 'up', 'down', 'on');
insert into "order"."order" (hr, it) select i, i from generate_series(1, 30) i;
insert into "order".item select id, 1, hr from "order"."order";
--= step one of the enums changes, the other does not
--<
create type it.state as enum ('up', 'down', 'off');
-->
create type it.state as enum ('up', 'degraded', 'down', 'off');
--<
create type hr.state as enum ('on', 'off');
-->
create type hr.state as enum ('on', 'leave', 'off');
--= step a column of each table of that name | rewrites table hr.people
--<
login text not null, constraint
-->
login text not null, since date default current_date, constraint
--<
name text not null, state text default 'on'
-->
name varchar(200) not null, state hr.state default 'on'
--= step a table moves to another schema
--<
create table it.state_log (
-->
-- @renamed from=it.state_log
create table hr.state_log (
--= step an index of the same name goes in one schema, a key points elsewhere
--<
create index people_name on it.people (login);
-->
--<
who int references public.people (id)
-->
who int references it.people (id)
--= step a column is called like its table and schema
--<
primary key, it_no bigint
-->
primary key, "order" text default 'order', it_no bigint
--= step ids of hr are big, in three schemas | rewrites table "order"."order", table hr.people, table it.people, table public.people
--<
create table hr.people (id int primary key
-->
create table hr.people (id bigint primary key
--<
hr_id int unique
-->
hr_id bigint unique
--<
hr int references hr.people
-->
hr bigint references hr.people
