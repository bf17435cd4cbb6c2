chain
=== typed
create type tt as (id int, v text, "W w" text);
create type "T 2" as (id int, v text);
create table t of tt (primary key (id), v not null default 'x');
--- rows
insert into t values (1, 'x', 'y'), (2, 'y', null);
=== untyped
create type tt as (id int, v text, "W w" text);
create type "T 2" as (id int, v text);
create table t (id int primary key, v text not null default 'x', "W w" text);
--- rows
insert into t values (1, 'x', 'y'), (2, 'y', null);
=== of another
create type tt as (id int, v text, "W w" text);
create type "T 2" as (id int, v text);
create table t of "T 2" (primary key (id));
--- rows
insert into t values (1, 'x'), (2, 'y');
