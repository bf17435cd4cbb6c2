-- live
create table t (id serial primary key, x int);
-- rows
insert into t (x) select g from generate_series(1, 3) g;
-- declared
create table t (id int generated always as identity primary key, x int);
