b > a: plan blocked TDM-208
=== a
create table t (id int primary key, a int, b text, constraint c check (a > 0), constraint k unique (b));
create index i on t (a);
create view w as select a, b from t;
create sequence s;
create type e as enum ('p', 'q');
--- rows
insert into t values (1, 1, '10'), (2, 2, '20');
=== b
create table t (id int primary key, a text, b int, constraint k check (b > 0), constraint c unique (a));
create table i (x int);
create index w on i (x);
create type s as enum ('x', 'y');
create table e (s s);
--- rows
insert into t values (1, '1', 10), (2, '2', 20);
=== c
create view t as select 1 as id, 2 as a;
create table w (a int, b text, i int);
create sequence i;
create materialized view e as select a from w;
--- rows
insert into w values (1, '1', 1);
=== d
create table t (id int primary key, c int, k text, i int);
create view e as select c, k from t;
create materialized view w as select c from e;
create unique index a on w (c);
create type i as enum ('z');
--- rows
insert into t values (1, 1, '10', 3);
