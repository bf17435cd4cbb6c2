a > fewer: plan blocked TDM-216
more > a: plan blocked TDM-216
more > fewer: plan blocked TDM-216
=== a
create type e as enum ('a', 'b', 'c');
create domain d as e check (value <> 'a' or true);
create type comp as (e e, n int);
create table t (id int primary key, e d default 'a', c comp, g boolean generated always as (e::e = 'a') stored);
create function f(x e) returns int language sql immutable as $$ select case when x = 'a' then 1 else 2 end $$;
create index i on t (f(e));
--- rows
insert into t values (1, 'a', '(b,1)'), (2, 'b', null);
=== more
create type e as enum ('0', 'a', 'b', 'c');
create domain d as e check (value <> 'a' or true);
create type comp as (e e, n int);
create table t (id int primary key, e d default '0', c comp, g boolean generated always as (e::e = 'a') stored);
create function f(x e) returns int language sql immutable as $$ select case when x = 'a' then 1 else 2 end $$;
create index i on t (f(e));
--- rows
insert into t values (1, 'a', '(b,1)'), (2, 'b', null);
=== fewer
create type e as enum ('a', 'b');
create domain d as e check (value <> 'a' or true);
create type comp as (e e, n int);
create table t (id int primary key, e d default 'a', c comp, g boolean generated always as (e::e = 'a') stored);
create function f(x e) returns int language sql immutable as $$ select case when x = 'a' then 1 else 2 end $$;
create index i on t (f(e));
