=== a
create table t (id int primary key, a int, g int generated always as (a * 2) virtual, h int generated always as (a + 1) stored);
create view v as select g, h from t;
--- rows
insert into t (id, a) values (1, 1), (2, 2);
=== b
create table t (id int primary key, a bigint, g bigint generated always as (a * 3) virtual, h bigint generated always as (a + 1) virtual);
create view v as select g, h from t;
--- rows
insert into t (id, a) values (1, 1), (2, 2);
=== c
create table t (id int primary key, a int, g int generated always as (a * 2) stored, h int);
create view v as select g, h from t;
--- rows
insert into t (id, a) values (1, 1), (2, 2);
=== d
create table t (id int primary key, a int not null, g int generated always as (a * 2) virtual not null, h int generated always as (id) virtual, check (g > 0));
--- rows
insert into t (id, a) values (1, 1), (2, 2);
