-- live
create table t (id int primary key) with (fillfactor=70, autovacuum_enabled=off);
-- rows
insert into t select g from generate_series(1, 3) g;
-- declared
create unlogged table t (id int primary key) with (fillfactor=80); alter table t enable row level security; comment on table t is 'tee'; alter table t cluster on t_pkey;
