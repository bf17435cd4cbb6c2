--# 1 schema, table and column of one name
create schema s;
create table s.s (s int primary key, t text);
create view s.v as select s.s, s.t from s.s;
create view s.w as select s.s.s from s.s where s.s > 0;
comment on column s.s.s is 'x';

--# 2 aliases and schemas with awkward names
create schema "order";
create schema "select";
create schema a;
create table "order".t (id int primary key, "from" text default 'order.t');
create table "select"."order" (id int references "order".t, n bigint default nextval('"order".q'));
create sequence "order".q;
create table a.x (v int);
create view a.y as select "order".v from a.x as "order";
create function "order".f() returns int language sql as 'select 1 from "order".t';
--- really
create schema "order";
create schema "select";
create schema a;
create table "order".t (id int primary key, "from" text default 'order.t');
create sequence "order".q;
create table "select"."order" (id int references "order".t, n bigint default nextval('"order".q'));
create table a.x (v int);
create view a.y as select "order".v from a.x as "order";
create function "order".f() returns int language sql as 'select 1 from "order".t';

--# 3 sequences named in literals of every kind
create sequence q;
create sequence public.r owned by none;
create table t (
  a bigint default nextval('public.q'), b bigint default nextval('q'), c oid default 'public.q'::text::regclass, d oid default E'public.q'::regclass,
  e oid default regclass 'public.q', f oid default cast('public.q' as regclass), g bigint default nextval('"public"."r"'), h oid default U&'publi\0063.q'::regclass);
--- live
create sequence q start 7;
create table t (a int);

--# 4 literals that only look like names
create table t (x text check (x <> 'public.t'), y text default 'public.t is ''public''.t', z varchar(8) default 'public.t');
comment on table t is 'public.t and tm_000000_public.t';
create type e as enum ('public.t', 'a_label_that_is_just_about_as_long_as_a_label_of_an_enum_may_be');
create table p (k text) partition by range (k);
create table p1 partition of p for values from ('public.a') to ('q');

--# 5 configurations and types as values
create text search configuration public.cfg (copy = simple);
create table t (a text, k regtype default 'public.e', l regtype default 'public.e[]'::regtype);
create index on t using gin (to_tsvector('public.cfg', a));
create type e as enum ('x');
--- really
create text search configuration public.cfg (copy = simple);
create type e as enum ('x');
create table t (a text, k regtype default 'public.e', l regtype default 'public.e[]'::regtype);
create index on t using gin (to_tsvector('public.cfg', a));

--# 6 functions in functions, executed by an index and a generated column
create function public.b(int) returns int language sql immutable as 'select $1 + 1';
create function public.a(int) returns int language sql immutable as 'select public.b($1)';
create table t (x int, y int generated always as (public.a(x)) stored);
create index i on t (public.a(x));
--- live
create table t (x int);
create function public.a(int) returns int language sql immutable as 'select $1';

--# 7 materialized views do not run their functions
create table t (x int);
create function n() returns bigint language sql stable as 'select count(*) from public.t';
create function boom() returns int language plpgsql as $$ begin raise exception 'no'; end $$;
create materialized view m as select n() as n;
create unique index on m (n);
create materialized view if not exists m2 as select boom() as x with data;
create table copied as select 1 as one, n() as two;
--- really
create table t (x int);
create function n() returns bigint language sql stable as 'select count(*) from public.t';
create function boom() returns int language plpgsql as $$ begin raise exception 'no'; end $$;
create materialized view m as select n() as n;
create unique index on m (n);
create materialized view m2 as select boom() as x with no data;
create table copied as select 1 as one, n() as two;

--# 8 bodies of standard SQL
create table t (id int primary key, n int);
create function f(x int) returns int language sql begin atomic select case when x > 0 then 1 else 2 end; select count(*)::int from t; end;
create function g(x int) returns int language sql return x + 1;
create function h() returns trigger language plpgsql as $x$ begin alter table public.t add column if not exists z int; return new; end $x$;
create trigger g after insert on t for each row execute function h();
create procedure p(inout x int) language sql begin atomic select x; end;

--# 9 an overload that is only live
create function public.f(int) returns int language sql as 'select $1';
create view v as select f('1') as x;
--- live
create function public.f(text) returns text language sql as 'select $1';
create view v as select f('1'::text) as x;

--# 10 own operators on own types
create type pair as (a int, b int);
create function pair_eq(pair, pair) returns boolean language sql immutable as 'select ($1).a = ($2).a';
create operator === (leftarg = pair, rightarg = pair, function = pair_eq, commutator = ===);
create operator public.+ (leftarg = pair, rightarg = pair, function = public.pair_eq);
create view v as select row(1, 2)::pair === row(1, 3)::pair as x, row(1, 2)::pair operator(public.+) row(1, 3)::pair as y;
create table t (a pair check (a operator(public.===) row(1, 1)::pair));

--# 11 a text in reverse
create view v as select * from t;
comment on column t.b is 'late';
create index i on t (b);
alter table t add constraint c check (b > 0);
alter table only public.t add constraint fk foreign key (b) references u (id);
create table t (a int, b int);
create table u (id int primary key);
--- live
create table u (id bigint primary key, x int);
create table t (a int, b bigint, c int);
create view v as select * from t;
create index i on t (c);
--- really
create table u (id int primary key);
create table t (a int, b int);
alter table only public.t add constraint fk foreign key (b) references u (id);
alter table t add constraint c check (b > 0);
create index i on t (b);
comment on column t.b is 'late';
create view v as select * from t;

--# 12 extensions in public, in a schema of their own, in a managed schema
create extension citext;
create schema ext;
create extension pg_trgm with schema ext;
create schema app;
create extension hstore schema app;
create table t (a citext primary key, b public.citext unique, c app.hstore);
create table app.t (h app.hstore default ''::app.hstore, x public.citext check (x = 'a'::public.citext));
create index on t using gin ((a::text) ext.gin_trgm_ops);
create view app.v as select a || 'x'::citext as y from t where b ~~ 'q%' and c operator(app.?) 'k';

--# 13 an own function named like an extension's
create extension citext;
create schema app;
create function app.strpos(citext, citext) returns int language sql immutable as 'select 1';
create function app.regexp_match(text) returns int language sql immutable as 'select 2';
create view app.v as select app.strpos('a', 'b') as x, app.regexp_match('x') as y, public.strpos('a'::citext, 'b'::citext) as z;

--# 15 defaults of enums, arrays, domains
create schema a;
create type a.mood as enum ('sad', 'a.mood', 'happy');
create domain a.good as a.mood default 'happy' check (value <> 'sad');
set search_path = a;
create domain inner_path as mood not null check (value in ('sad', 'happy'));
reset search_path;
create table t (a a.mood default 'sad', b a.mood[] default '{sad,happy}', c a.good, d a.inner_path default 'happy'::a.mood, e a.good[] default array['happy']::a.good[]);

--# 17 a schema with elements
create schema s create view v as select a from t create table t (a int primary key) create index i on t (a);
create table s.u (a int references s.t);

--# 18 two search_paths in one text
create schema a;
create schema b;
set search_path = a;
create table t (x int primary key);
create table u (x int references t);
create view v as select * from t;
set search_path to b, a;
create table t (y text primary key);
create view v as select t.y, u.x from t, u;
create index i on t (y);
alter table t add column n int;
comment on table u is 'of a';

--# 19 circles
create table t (id int primary key, u_id int);
create function ok(t) returns boolean language sql immutable as 'select $1.id > 0';
alter table t add constraint ok check (ok(t));
create table u (id int primary key, t_id int references t);
alter table t add foreign key (u_id) references u;
create view v as select t.*, w(t) from t;
create function w(t) returns int language sql as 'select 1 from v';
--- really
create table t (id int primary key, u_id int);
create function ok(t) returns boolean language sql immutable as 'select $1.id > 0';
alter table t add constraint ok check (ok(t));
create table u (id int primary key, t_id int references t);
alter table t add foreign key (u_id) references u;
set check_function_bodies = off;
create function w(t) returns int language sql as 'select 1 from v';
create view v as select t.*, w(t) from t;

--# 20 partitions
create table p (k int not null, r text not null, v int) partition by range (k);
create table p1 partition of p for values from (0) to (10) partition by list (r);
create table p1a partition of p1 (primary key (k, r)) for values in ('a', 'public.b');
create table p2 (k int not null, r text not null, v int, constraint p2_pkey primary key (k, r));
alter table only p attach partition p2 for values from (10) to (20);
create index i on only p (v);
create index i1 on only p1 (v);
create index i1a on p1a (v);
create index i2 on p2 (v);
alter index i1 attach partition i1a;
alter index public.i attach partition public.i1;
alter index i attach partition i2;
create table d partition of p default;

--# 21 sequences and identities
alter sequence if exists s owned by public.t.b;
alter sequence if exists public.s increment 5;
create table t (a int generated by default as identity (sequence name public.named start 10 increment 2), b bigint default nextval('s'), c bigserial, d smallint generated always as identity);
create sequence s;
--- really
create sequence s;
create table t (a int generated by default as identity (sequence name public.named start 10 increment 2), b bigint default nextval('s'), c bigserial, d smallint generated always as identity);
alter sequence s owned by public.t.b;
alter sequence public.s increment 5;

--# 22 types by reference
create table t (a int, b text);
create function f(x public.t.a%type, y public.t, k regclass default 'public.t'::regclass) returns setof public.t language sql as 'select * from public.t';
create function g(x t.b%type) returns table (c t, d public.t[]) language sql as 'select null::public.t, null::public.t[]';
create view v as select * from f(1, null);
--- live
create table t (a text, c int);

--# 23 functions with settings
create table t (a int);
create function f() returns int language sql set search_path = public, pg_temp as 'select 1 from t';
create function g() returns int language plpgsql security definer set search_path to '' as $$ begin return (select a from public.t); end $$;
create function h() returns int language sql set search_path to 'public', 'pg_temp' as $$ select 'public.t'::regclass::int $$;

--# 24 collations, text search, operator classes, ranges, aggregates
create collation public.german (provider = icu, locale = 'de-u-kn-true', deterministic = false);
create text search dictionary public.dict (template = simple, stopwords = 'english');
create text search configuration public.cfg (copy = simple);
alter text search configuration public.cfg alter mapping for asciiword with public.dict, simple;
create function public.cmp(int, int) returns int language sql immutable as 'select case when $1 < $2 then -1 when $1 > $2 then 1 else 0 end';
create operator class public.ops for type int using btree as operator 1 <, operator 3 =, function 1 public.cmp(int, int);
create function public.diff(float8, float8) returns float8 language sql immutable as 'select $1 - $2';
create type public.fr as range (subtype = float8, subtype_diff = public.diff, multirange_type_name = public.frs);
create function public.acc(int, int) returns int language sql immutable as 'select $1 + $2';
create aggregate public.total(int) (sfunc = public.acc, stype = int, initcond = '0');
create table t (a text collate public.german, b int, c public.fr, d public.frs, e tsvector generated always as (to_tsvector('public.cfg', a)) stored);
create index on t (b public.ops);
create view v as select public.total(b) as t, max(a collate "public"."german") as m from t group by c;

--# 25 awkward names
create schema "this_schema_has_a_name_of_exactly_sixty_three_bytes_which_is_max";
create table "this_schema_has_a_name_of_exactly_sixty_three_bytes_which_is_max".t (a int primary key);
create view this_schema_has_a_name_of_exactly_sixty_three_bytes_which_is_max.v as select a from this_schema_has_a_name_of_exactly_sixty_three_bytes_which_is_max.t;
create schema "Größe; drop ""x""";
create table U&"Gr\00f6\00dfe; drop ""x"""."T;1" ("a'b" int, "c""d" text default 'x;''');
create table "Größe; drop ""x""".u (x int default 1);
create view "Größe; drop ""x""".v as select "T;1"."a'b" from "Größe; drop ""x"""."T;1";
create function "Größe; drop ""x""".f() returns int language sql as $$ select 1 from "Größe; drop ""x""".u $$;
create schema größe;
create table größe.ü (ä int);
create schema "1st";
create table "1st".t (a int primary key, b int references "1st".t);

--# 26 like, inherits, as
create table a (id int primary key, n int default 3 check (n > 0), g int generated always as identity);
create index on a (n);
create table b (like a including all, x int);
create table c (y int) inherits (a, public.d);
create table d (z text not null);
create table e as select * from a with no data;
create unlogged table if not exists f (like public.a) with (fillfactor = 70);
--- really
create table a (id int primary key, n int default 3 check (n > 0), g int generated always as identity);
create index on a (n);
create table b (like a including all, x int);
create table d (z text not null);
create table c (y int) inherits (a, public.d);
create table e as select * from a with no data;
create unlogged table if not exists f (like public.a) with (fillfactor = 70);

--# 28 a view that selects all
create table t (a int, b int);
create view v as select * from t;
create rule r as on insert to v do instead insert into t values (new.a, new.b);
create policy p on t using (a > (select count(*) from public.t));
alter table t enable row level security;
create statistics st (dependencies) on a, b from t;
comment on policy p on t is 'a policy';
comment on rule r on v is 'a rule';
--- live
create table t (a int);
create view v as select * from t;

--# 30 a dump
\restrict abc
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
ALTER TABLE IF EXISTS ONLY public.t DROP CONSTRAINT IF EXISTS t_pkey;
DROP VIEW IF EXISTS public.v;
DROP TABLE IF EXISTS public.t;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
COMMENT ON EXTENSION citext IS 'x';
CREATE TABLE public.t (id integer NOT NULL, a public.citext);
ALTER TABLE public.t OWNER TO postgres;
CREATE SEQUENCE public.t_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
CREATE VIEW public.v AS SELECT NULL::integer AS id, NULL::bigint AS n;
ALTER TABLE ONLY public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
CREATE INDEX t_a ON public.t USING btree (a);
CREATE OR REPLACE VIEW public.v AS SELECT id, count(*) AS n FROM public.t GROUP BY id, a OPERATOR(pg_catalog.||) 'x'::text HAVING (a IS NOT NULL);
GRANT ALL ON TABLE public.t TO postgres;
\unrestrict abc
--- really
CREATE EXTENSION citext;
CREATE TABLE public.t (id serial primary key, a public.citext);
ALTER SEQUENCE t_id_seq AS integer;
CREATE INDEX t_a ON public.t USING btree (a);
CREATE VIEW public.v AS SELECT id, count(*) AS n FROM public.t GROUP BY id, (a || 'x'::text) HAVING (a IS NOT NULL);

--# 31 of version 18
create extension btree_gist;
create table t (a int, b int generated always as (a * 2) virtual, during daterange not null, primary key (a, during without overlaps));
create table u (a int, during daterange, constraint c check (a > 0) not enforced, foreign key (a, period during) references t (a, period during));
create table w (a int constraint nn not null no inherit);
