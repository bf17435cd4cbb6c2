chain
=== function
create schema u;
create function f(a int, b text default 'x') returns text language sql immutable as $$ select b || a $$;
create table t (id int primary key, a int, s text generated always as (f(1, 'q')) stored, constraint c check (f(a) <> ''), d text default f(3));
create index i on t (f(a, 'z'));
create view v as select f(a) as fa from t;
--- rows
insert into t (id, a) values (1, 1), (2, 2);
=== of another schema
create schema u;
create function u.f(a int, b text default 'x') returns text language sql immutable as $$ select b || a $$;
create table t (id int primary key, a int, s text generated always as (u.f(1, 'q')) stored, constraint c check (u.f(a) <> ''), d text default u.f(3));
create index i on t (u.f(a, 'z'));
create view v as select u.f(a) as fa from t;
--- rows
insert into t (id, a) values (1, 1), (2, 2);
