-- live
create table shop (id int primary key, name text); create type st as enum ('a', 'b'); create table t (id int, s st, shop int references shop);
create view v as select name from shop;
-- rows
insert into shop values (1, 'x'); insert into t values (1, 'a', 1);
-- declared
-- @renamed from=shop
create table store (
  id int primary key,
  full_name text, -- @renamed from=name
  kind text not null default 'k'
);
-- @renamed from=st
create type state as enum ('a', 'b', 'c');
create table t (id int, s state, shop int references store);
create table branch (store int references store);
create view v as select full_name from store;
