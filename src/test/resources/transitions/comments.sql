=== a
create type e as enum ('a');
create sequence s;
create table t (id int constraint pk primary key, a int constraint ck check (a > 0), e e);
create index i on t (a);
create view v as select id from t;
create function f() returns int language sql as 'select 1';
comment on type e is 'type'; comment on sequence s is 'seq'; comment on constraint ck on t is 'ck'; comment on constraint pk on t is 'pk'; comment on index i is 'idx'; comment on view v is 'view'; comment on column v.id is 'vid'; comment on column t.a is 'ta'; comment on table t is 'tt';
--- rows
insert into t values (1, 1, 'a');
=== b
create type e as enum ('a', 'b');
create sequence s increment 2;
create table t (id bigint constraint pk primary key, a bigint constraint ck check (a > 0), e e);
create index i on t (a, id);
create view v as select id, a from t;
create function f() returns int language sql as 'select 1';
comment on type e is 'type'; comment on sequence s is 'seq'; comment on constraint ck on t is 'ck'; comment on constraint pk on t is 'pk'; comment on index i is 'idx'; comment on view v is 'view'; comment on column v.id is 'vid'; comment on column t.a is 'ta'; comment on table t is 'tt';
--- rows
insert into t values (1, 1, 'a');
=== c
create type e as enum ('a');
create sequence s;
create table t (id int constraint pk primary key, a int constraint ck check (a > 1 or a = 1), e e);
create index i on t (a) where id > 0;
create materialized view v as select id from t;
create function f() returns int language sql as 'select 1';
comment on type e is 'it''s'; comment on constraint ck on t is E'a\nb'; comment on index i is 'idx'; comment on materialized view v is 'view'; comment on column v.id is 'vid'; comment on table t is '';
--- rows
insert into t values (1, 1, 'a');
=== d
create function f() returns int language sql as 'select 1';
create type x as enum ('a'); 
create sequence s;
create table t (id int constraint pk primary key, b int constraint ck check (b > 0), e x);
comment on type x is 'type'; comment on column t.b is 'ta'; comment on constraint ck on t is 'ck';
--- rows
insert into t values (1, 1, 'a');
