used > domain: plan blocked TDM-223
domain > used: plan blocked TDM-212
enum > used: plan blocked TDM-212
=== domain
create domain st as text check (value in ('a', 'b'));
create table t (id int primary key, s text default 'a');
--- rows
insert into t values (1, 'a'), (2, 'b');
=== enum
create type st as enum ('a', 'b');
create table t (id int primary key, s text default 'a');
--- rows
insert into t values (1, 'a'), (2, 'b');
=== used
create type st as enum ('a', 'c');
create table t (id int primary key, s st default 'a');
--- rows
insert into t values (1, 'a');
