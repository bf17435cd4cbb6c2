a > e: plan blocked TDM-203
b > e: plan blocked TDM-203
c > e: plan blocked TDM-203
e > a: plan blocked TDM-203
e > b: plan blocked TDM-203
e > c: plan blocked TDM-203
=== a
create table t (id int primary key, a text, b text);
--- rows
insert into t values (1, 'x', 'y');
=== b
create unlogged table t (id int primary key, a text storage external, b text compression pglz) with (autovacuum_enabled = false);
--- rows
insert into t values (1, 'x', 'y');
=== c
create table t (id int primary key, a text collate "C", b text) with (toast.autovacuum_enabled = false);
alter table t alter column a set statistics 500;
--- rows
insert into t values (1, 'x', 'y');
=== e
create type addr as (street text, zip int);
create table t of addr (primary key (zip));
create table u (id int primary key, a addr, b addr[] default '{}', r int4range default '[1,2)', m int4multirange, p point, x xml, ts tsvector generated always as (to_tsvector('simple', (a).street)) stored, i interval day to second(2), bb bit(3), vb varbit, tz time with time zone);
create index on u using gin (ts); create index on u using gist (r, p); create index on u (((a).zip));
--- rows
insert into t values ('s', 1);
