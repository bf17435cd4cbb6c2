chain
=== in public
create schema ext;
create schema "New";
create extension citext schema public;
create table t (id int primary key, e citext unique, arr citext[] default '{a}', d text, check (e <> 'z'));
create view v as select id, e from t where e = 'a';
create function f(x citext) returns citext language sql immutable as $$ select x $$;
create index i on t (f(e));
create domain dd as citext check (value <> 'a');
create type cc as (x citext, y dd);
--- rows
insert into t values (1, 'A', '{x}', 'q');
=== in its own schema
create schema ext;
create schema "New";
create extension citext schema ext;
create table t (id int primary key, e ext.citext unique, arr ext.citext[] default '{a}', d text, check (e operator(ext.<>) 'z'));
create view v as select id, e from t where e operator(ext.=) 'a';
create function f(x ext.citext) returns ext.citext language sql immutable as $$ select x $$;
create index i on t (f(e));
create domain dd as ext.citext check (value operator(ext.<>) 'a');
create type cc as (x ext.citext, y dd);
--- rows
insert into t values (1, 'A', '{x}', 'q');
=== in a new schema, under other changes
create schema ext;
create schema "New";
create extension citext with schema "New";
create table t (id bigint primary key, e "New".citext, n "New".citext not null default 'n', d "New".citext);
create table t2 (e "New".citext primary key);
create view v as select id, d as e from t;
--- rows
insert into t values (1, 'A', 'x', 'q');
