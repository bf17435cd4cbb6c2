=== a
create schema s;
create type e as enum ('a', 'b', 'c');
create table t (id int primary key, e e not null default 'a', f e[] default '{a,b}', check (e <> 'c'), unique (e, id));
create index i on t (e) where e = 'b';
create view v as select id, e, e::text as x from t where e in ('a', 'b');
create materialized view m as select e, count(*) as n from v group by e;
--- rows
insert into t values (1, 'a', '{a}'), (2, 'b', '{b,a}');
=== middle
create schema s;
create type e as enum ('a', 'aa', 'b', 'bb', 'c', 'd');
create table t (id int primary key, e e not null default 'aa', f e[] default '{aa,b}', check (e <> 'd'), unique (e, id));
create index i on t (e) where e = 'bb';
create view v as select id, e, e::text as x from t where e in ('a', 'bb');
create materialized view m as select e, count(*) as n from v group by e;
--- rows
insert into t values (1, 'a', '{a}'), (2, 'b', '{b,a}');
=== fewer
create schema s;
create type e as enum ('a', 'b');
create table t (id int primary key, e e not null default 'a', f e[] default '{a,b}', check (e <> 'b' or id > 0), unique (e, id));
create index i on t (e) where e = 'b';
create view v as select id, e, e::text as x from t where e in ('a', 'b');
create materialized view m as select e, count(*) as n from v group by e;
--- rows
insert into t values (1, 'a', '{a}'), (2, 'b', '{b,a}');
=== reordered
create schema s;
create type e as enum ('c', 'b', 'a');
create table t (id int primary key, e e not null default 'a', f e[] default '{a,b}', check (e <> 'c'), unique (e, id));
create index i on t (e) where e = 'b';
create view v as select id, e, e::text as x from t where e in ('a', 'b');
create materialized view m as select e, count(*) as n from v group by e;
--- rows
insert into t values (1, 'a', '{a}'), (2, 'b', '{b,a}');
=== totext
create schema s;
create table t (id int primary key, e text not null default 'a', f text[] default '{a,b}', check (e <> 'c'), unique (e, id));
create index i on t (e) where e = 'b';
create view v as select id, e, e::text as x from t where e in ('a', 'b');
create materialized view m as select e, count(*) as n from v group by e;
--- rows
insert into t values (1, 'a', '{a}'), (2, 'b', '{b,a}');
=== moved
create schema s;
create type s.e as enum ('a', 'b', 'c');
create table t (id int primary key, e s.e not null default 'a', f s.e[] default '{a,b}', g int generated always as (case when e = 'a' then 1 else 2 end) stored, unique (e, id));
create index i on t (e) where e = 'b';
create view v as select id, e, e::text as x from t where e in ('a', 'b');
--- rows
insert into t values (1, 'a', '{a}'), (2, 'b', '{b,a}');
