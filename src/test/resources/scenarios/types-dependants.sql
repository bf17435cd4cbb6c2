chain
one > two: plan blocked TDM-223
two > three: plan blocked TDM-223
two > one: plan blocked TDM-223
=== one
create type shape as (a int, b text);
create domain dm as int;
create function f(dm) returns dm language sql as 'select $1';
create table p (id int, d dm) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table ty of shape;
create view v as select id, d from p;
--- rows
insert into p values (1, 5);
=== two
create type shape as (a int, b text, c int);
create domain dm as bigint;
create function f(dm) returns dm language sql as 'select $1';
create table p (id int, d dm) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create table ty of shape;
create view v as select id, d from p;
--- rows
insert into p values (1, 5);
=== three
create type shape as (a int, b text);
create collation co (provider = icu, locale = 'de-u-co-phonebk');
create domain dm as bigint;
create function f(dm) returns dm language sql as 'select $1';
create table p (id int, d dm, c text collate co) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create view v as select id, d from p;
--- rows
insert into p values (1, 5, 'x');
=== four
create type shape as (a int, b text);
create collation co (provider = icu, locale = 'de-u-co-phonebk');
create domain dm as int check (value > 0);
create function f(dm) returns dm language sql as 'select $1';
create table p (id int, d dm, c text collate co) partition by range (id);
create table p1 partition of p for values from (0) to (10);
create view v as select id, d from p;
--- rows
insert into p values (1, 5, 'x');
