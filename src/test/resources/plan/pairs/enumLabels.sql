-- live
create type e as enum ('a', 'c'); create table t (id int, e e default 'a');
-- rows
insert into t values (1, 'a');
-- declared
create type e as enum ('z', 'a', 'b', 'c', 'd'); create table t (id int, e e default 'd'); comment on type e is 'labels';
