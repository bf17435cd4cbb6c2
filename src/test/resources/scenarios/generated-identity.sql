chain
=== identity
create table t (id int primary key, a int, b int generated always as identity, c text default 'x');
create index on t (b);
create view v as select b from t;
--- rows
insert into t (id, a) values (1,1);
=== a
create table t (id int primary key, a int, b int generated always as (a * 2) stored, c text default 'x');
create index on t (b);
create view v as select b from t;
alter table t add constraint ck check (b > 0);
--- rows
insert into t (id, a) values (1,1);
=== other
create table t (id int primary key, a bigint, b bigint generated always as (a * 3) stored, c text generated always as (case when a > 0 then 'y' end) stored);
create unique index on t (b);
create view v as select b from t;
alter table t add constraint ck check (b > 0);
--- rows
insert into t (id, a) values (1,1);
