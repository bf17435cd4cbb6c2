-- A new table copies another one that changes in the same sync.
=== one
create table a (id int primary key, v text not null, old int);
--- rows
insert into a values (1, 'x', 2);
=== two
create table a (id bigint primary key, v varchar(20) not null default 'q', n int check (n > 0));
create index on a (v);
create table b (like a including all, extra text);
--- rows
insert into a values (1, 'x', 2);
=== three
create table a (id bigint primary key, v varchar(20) not null default 'q', n int check (n > 0));
create table b (like a, extra text, w int);
--- rows
insert into a values (1, 'x', 2);
