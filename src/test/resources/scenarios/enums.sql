chain
more > plain: plan blocked TDM-212
renamed > more: plan blocked TDM-205
fewer > taken: plan blocked TDM-212
=== plain
create type "St ate" as enum ('new', 'it''s', 'done');
create domain st as "St ate";
create table t (id int primary key, a "St ate" default 'new', b "St ate"[] default '{new,"it''s"}', c st);
create index i on t (a) where a <> 'done';
--- rows
insert into t values (1, 'new', '{new}', 'new'), (2, null, null, null);
=== more
create type "St ate" as enum ('first', 'new', 'it''s', 'in "between"', 'done');
create domain st as "St ate" default 'first' check (value <> 'done');
create table t (id int primary key, a "St ate" default 'first', b "St ate"[] default '{first,"in \"between\""}', c st default 'first');
create index i on t (a) where a <> 'first';
comment on type "St ate" is 'state';
--- rows
insert into t values (1, 'new', '{first,done}', 'it''s'), (2, null, null, null);
=== renamed
-- @renamed from="St ate"
create type kind as enum ('first', 'new', 'it''s', 'in "between"', 'done');
create domain st as kind check (value <> 'done');
create table t (id int primary key, a kind, b kind[], c st);
--- rows
insert into t values (1, 'new', '{first,new}', 'new'), (2, null, null, null);
=== fewer
create type kind as enum ('new', 'first');
create domain st as kind;
create table t (id int primary key, a kind default 'new', b kind[] default '{new}', c st);
--- rows
insert into t values (1, 'new', '{first}', 'first'), (2, null, null, null);
=== taken
create type kind as enum ('new');
create domain st as kind;
create table t (id int primary key, a kind default 'new', b kind[] default '{new}', c st);
--- rows
insert into t values (1, 'new', '{new}', 'new'), (2, null, null, null);
