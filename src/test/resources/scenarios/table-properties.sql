chain
=== plain
create table t (id int primary key, v text, w text collate "C");
create table u (id int references t (id));
--- rows
insert into t values (1, 'x', 'y'), (2, 'y', null); insert into u values (1);
=== secured
create unlogged table t (id int primary key, v text, w text collate "C") with (autovacuum_enabled = false, fillfactor = 70, toast.autovacuum_enabled = false);
alter table t enable row level security; alter table t force row level security;
alter table t replica identity full;
alter table t alter v set storage external, alter v set compression pglz, alter v set statistics 50, alter w set (n_distinct = -0.5, n_distinct_inherited = 7);
create unlogged table u (id int references t (id));
alter table u replica identity nothing;
--- rows
insert into t values (1, 'x', 'y'), (2, 'y', null); insert into u values (1);
=== marked
create table t (id int primary key, v text not null, w text collate "C") with (fillfactor = 90);
create unique index tv on t (v); alter table t replica identity using index tv; alter table t cluster on t_pkey;
alter table t force row level security;
alter table t alter v set statistics 10, alter w set (n_distinct = 3);
create table u (id int references t (id));
--- rows
insert into t values (1, 'x', 'y'), (2, 'y', null); insert into u values (1);
