chain
arrays > more: plan blocked TDM-223
more > arrays: plan blocked TDM-223
more > domain: plan blocked TDM-223
=== domain
create domain pair as int;
create type "Un used" as (q int);
create table t (id int primary key);
--- rows
insert into t values (1);
=== free
create type pair as (a int, "B ""c" text);
create type "Un used" as (x int);
create table t (id int primary key);
--- rows
insert into t values (1);
=== attributes
create type pair as (a bigint, c text collate "C");
create type "Un used" as ("y z" int, x numeric(10,2), w pair);
comment on type pair is 'two';
comment on column pair.c is 'it''s';
create table t (id int primary key);
--- rows
insert into t values (1);
=== order
create type pair as (c text collate "C", a bigint, d date);
create type "Un used" as ("y z" int);
comment on column pair.c is 'its';
create table t (id int primary key, p pair, q pair default row('x', 1, null)::pair);
--- rows
insert into t values (1, row('a,b', 5, '2020-01-01'), null), (2, null, default), (3, row(null, null, null), null);
=== stored
create type pair as (a int, c text, d date, e int);
create type "Un used" as (p pair);
create table t (id int primary key, p pair, q pair default row(1, 'x', null, 7)::pair, u "Un used");
create view v as select id, (p).a from t;
create index i on t (((p).a)) where (p).c <> '';
--- rows
insert into t values (1, row(5, 'a,b', '2020-01-01', 6), null, row(row(1, '(', null, null))), (2, null, default, null);
=== renamed
create type pair as (a bigint, c varchar(5), e int);
create type "Un used" as (p pair, q int);
create table t (id int primary key, p pair, q pair default row(1, 'x', 8)::pair, u "Un used");
create view v as select id, (p).a from t;
create index i on t (((p).a)) where (p).c <> '';
--- rows
insert into t values (1, row(5, 'a,b', 6), null, row(row(1, '(', null), 5)), (2, null, default, null);
=== arrays
create type pair as (a int, c text, e int);
create type "Un used" as (p pair, q int);
create table t (id int primary key, p pair, q pair default row(1, 'x', 8)::pair, u "Un used", ps pair[]);
--- rows
insert into t values (1, row(5, 'a,b', 6), null, row(row(1, '(', null), 5), array[row(1, 'a"', null)::pair]), (2, null, default, null, null);
=== more
create type pair as (a int, c text, e int, f int);
create type "Un used" as (p pair, q int);
create table t (id int primary key, p pair, q pair, u "Un used", ps pair[]);
--- rows
insert into t values (1, row(5, 'a,b', 6, 7), null, row(row(1, '(', null, null), 5), array[row(1, 'a"', null, null)::pair]), (2, null, default, null, null);
