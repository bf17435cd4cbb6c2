-- live
create table t (id int, a int generated always as (id * 2) stored, b int generated always as (id) stored, c int,
  d int generated always as (id) virtual);
create index t_c on t (c); create view v as select id, a, c from t;
-- rows
insert into t (id, c) values (1, 5);
-- declared
create table t (id int, a int generated always as (id * 3) stored, b int, c int generated always as (id + 5) stored,
  d int generated always as (id * 9) virtual);
create index t_c on t (c); create view v as select id, a, c from t;
