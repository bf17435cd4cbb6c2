-- A view changes over to an overload that its old call would be ambiguous with.
=== two
create function f(x int, y int default 1) returns int language sql immutable as 'select x + y';
create table a (id int primary key, v int, check (f(v) > 0));
create view va as select f(1) one from a;
--- rows
insert into a values (1, 1);
=== three
create function f(x int, y int, z int default 3) returns int language sql immutable as 'select x + y + z';
create table a (id int primary key, v int, check (f(v, 1) > 0));
create view va as select f(1, 2) one from a;
--- rows
insert into a values (1, 1);
