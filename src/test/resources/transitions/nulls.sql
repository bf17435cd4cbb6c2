=== a
create table t (id int, a int, b text, constraint k unique nulls not distinct (a, b));
create unique index i on t (b) nulls not distinct where a > 0;
--- rows
insert into t values (1, 1, 'x'), (2, null, null);
=== b
create table t (id int, a int, b text, constraint k unique (a, b));
create unique index i on t (b) where a > 0;
--- rows
insert into t values (1, 1, 'x'), (2, null, null);
=== c
create table t (id int, a int, b text, constraint k unique nulls not distinct (b, a) include (id));
create unique index i on t (b collate "C" desc nulls last, (a + 1)) include (id) nulls not distinct;
--- rows
insert into t values (1, 1, 'x'), (2, null, null);
=== d
create table t (id int not null, a bigint, b varchar(20), constraint k primary key (id), constraint l unique (a) deferrable, constraint m unique (b) deferrable initially deferred);
create index i on t (b varchar_pattern_ops) with (fillfactor = 50);
--- rows
insert into t values (1, 1, 'x'), (2, null, null);
=== e
create table t (id int not null, a bigint, b text, constraint k primary key (id) deferrable initially deferred, constraint l unique (a), constraint m unique (b) with (fillfactor = 60));
create index i on t using brin (a, id);
create unique index l2 on t (id);
alter table t replica identity using index l2;
--- rows
insert into t values (1, 1, 'x'), (2, null, null);
