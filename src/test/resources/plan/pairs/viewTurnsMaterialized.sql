-- live
create table t (id int); create view v as select id from t;
-- rows
insert into t select g from generate_series(1, 3) g;
-- declared
create table t (id int); create materialized view v as select id from t; create unique index vi on v (id);
